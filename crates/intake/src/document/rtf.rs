//! RTF 1.9 as exports of press databases (Factiva and the like) write it: the text, its paragraphs and rows, the properties.
//!
//! Our own reader: the one maintained crate (rtf-parser 0.4) loses paragraphs, characters beyond Latin and signs behind
//! escapes, and prints pictures.

use encoding_rs::{Encoding, WINDOWS_1252};

use super::Parts;
use crate::{Basis, Hints, IntakeErrorKind as Kind, Metadata, PartKind, Report, Told};

/// Deepest groups that are told apart.
const DEEPEST: usize = 1000;

/// Groups whose words are not of the text.
const APART: [&str; 31] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "themedata",
    "datastore",
    "xmlnstbl",
    "generator",
    "latentstyles",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "revtbl",
    "filetbl",
    "template",
    "private",
    "pgptbl",
    "colorschememapping",
];

/// Reads a document.
pub(crate) fn report(bytes: &[u8], hints: &Hints) -> Result<Report, Kind> {
    let mut reader = Reader::new(bytes);
    reader.read();
    let mut parts = Parts::default();
    for line in reader.body.split('\n') {
        let is_row = line.contains(CELL);
        let line = line.trim_end_matches(CELL).replace(CELL, " | ");
        parts.push(if is_row { PartKind::TableRow } else { PartKind::Paragraph }, &line);
    }
    if parts.text.is_empty() {
        return Err(Kind::Empty);
    }
    let told = |text: String| {
        let text = text.trim().to_owned();
        (!text.is_empty()).then(|| Told::new(text, Basis::DocumentProperties))
    };
    let metadata = Metadata {
        title: told(reader.title),
        authors: told(reader.author).into_iter().collect(),
        ..Metadata::default()
    };
    Ok(Report::told(&hints.name, parts.text, parts.parts, hints.metadata.clone().or(metadata)))
}

/// The end of a cell, until its row is known.
const CELL: char = '\u{1f}';

/// Where words go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Into {
    Body,
    Title,
    Author,
    Nowhere,
}

#[derive(Debug, Clone, Copy)]
struct Group {
    into: Into,
    /// Characters that stand for one written as `\u`, for readers that know no Unicode.
    fallback: usize,
    /// At its start, where the word that names it may stand.
    fresh: bool,
}

struct Reader<'a> {
    rest: &'a [u8],
    encoding: &'static Encoding,
    groups: Vec<Group>,
    /// Groups open below the deepest.
    below: usize,
    /// Bytes of a legacy charset, until they end.
    pending: Vec<u8>,
    /// Half of a character beyond the basic plane.
    high: Option<u16>,
    /// Fallback characters still to be passed over.
    passed: usize,
    body: String,
    title: String,
    author: String,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let groups = vec![Group { into: Into::Body, fallback: 1, fresh: false }];
        Self {
            rest: bytes,
            encoding: WINDOWS_1252,
            groups,
            below: 0,
            pending: Vec::new(),
            high: None,
            passed: 0,
            body: String::new(),
            title: String::new(),
            author: String::new(),
        }
    }

    fn read(&mut self) {
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or(Group { into: Into::Body, fallback: 1, fresh: false })
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn open(&mut self) {
        self.flush();
        self.passed = 0;
        if self.groups.len() >= DEEPEST {
            self.below += 1;
        } else {
            self.groups.push(Group { fresh: true, ..self.group() });
        }
    }

    fn close(&mut self) {
        self.flush();
        self.passed = 0;
        if self.below > 0 {
            self.below -= 1;
        } else if self.groups.len() > 1 {
            self.groups.pop();
        }
    }

    /// A byte of text, or of what stands for a character for readers that know no Unicode.
    fn byte(&mut self, byte: u8) {
        self.set(|group| group.fresh = false);
        if self.passed > 0 {
            self.passed -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let (text, _) = self.encoding.decode_without_bom_handling(&bytes);
        self.write(&text);
    }

    fn write(&mut self, text: &str) {
        self.high = None;
        match self.group().into {
            Into::Body => self.body.push_str(text),
            Into::Title => self.title.push_str(text),
            Into::Author => self.author.push_str(text),
            Into::Nowhere => {}
        }
    }

    fn control(&mut self) {
        let Some((&first, rest)) = self.rest.split_first() else { return };
        if first.is_ascii_alphabetic() {
            return self.word();
        }
        self.rest = rest;
        match first {
            b'\'' => {
                let hex = self.rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.rest = &self.rest[2..];
                    self.byte(byte);
                }
            }
            b'*' => self.set(|group| {
                // Destinations that a reader may not know; those that it reads are named next.
                group.into = Into::Nowhere;
            }),
            b'~' => self.sign("\u{a0}"),
            b'_' => self.sign("\u{2011}"),
            b'\\' | b'{' | b'}' => self.byte(first),
            b'\r' | b'\n' => self.sign("\n"),
            _ => {}
        }
    }

    fn sign(&mut self, sign: &str) {
        self.flush();
        if self.passed > 0 {
            self.passed -= 1;
        } else {
            self.write(sign);
        }
    }

    fn word(&mut self) {
        let letters = self.rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let (name, rest) = self.rest.split_at(letters);
        let minus = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[minus..].iter().take_while(|b| b.is_ascii_digit()).count();
        let number = (digits > 0).then(|| &rest[..minus + digits]);
        let number = number.and_then(|n| std::str::from_utf8(n).ok()).and_then(|n| n.parse::<i64>().ok());
        let rest = &rest[if digits > 0 { minus + digits } else { 0 }..];
        // One blank behind a word belongs to it.
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let name = std::str::from_utf8(name).unwrap_or_default();
        let fresh = self.group().fresh;
        self.set(|group| group.fresh = false);
        self.act(name, number, fresh);
    }

    fn act(&mut self, name: &str, number: Option<i64>, fresh: bool) {
        match name {
            "par" | "line" | "sect" | "page" | "row" => self.sign("\n"),
            "cell" | "nestcell" => self.sign("\u{1f}"),
            "tab" => self.sign("\t"),
            "emdash" => self.sign("—"),
            "endash" => self.sign("–"),
            "emspace" | "enspace" | "qmspace" => self.sign(" "),
            "bullet" => self.sign("•"),
            "lquote" => self.sign("‘"),
            "rquote" => self.sign("’"),
            "ldblquote" => self.sign("“"),
            "rdblquote" => self.sign("”"),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                let fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16);
                self.set(|group| group.fallback = fallback);
            }
            "bin" => {
                let skipped = usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(self.rest.len());
                self.rest = &self.rest[skipped..];
            }
            "ansicpg" => {
                self.flush();
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "info" => self.set(|group| group.into = Into::Nowhere),
            "title" if fresh => self.set(|group| group.into = Into::Title),
            "author" if fresh => self.set(|group| group.into = Into::Author),
            name if APART.contains(&name) => self.set(|group| group.into = Into::Nowhere),
            _ => {}
        }
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        self.passed = self.group().fallback;
        // Written as a signed number of 16 bits.
        let Ok(unit) = u16::try_from(number & 0xffff) else { return };
        let units = match self.high.take() {
            Some(high) => vec![high, unit],
            None if (0xd800..0xdc00).contains(&unit) => {
                self.high = Some(unit);
                return;
            }
            None => vec![unit],
        };
        let text = String::from_utf16_lossy(&units);
        self.write(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(rtf: &str) -> String {
        report(rtf.as_bytes(), &Hints::default()).expect("has a text").text
    }

    #[test]
    fn charsets_signs_and_paragraphs() {
        assert_eq!(
            text(r"{\rtf1\ansi\ansicpg1252 Le pr\'e9fet : \'ab oui \'bb.\par Deux \b bless\'e9s\b0\par}"),
            "Le préfet : « oui ».\n\nDeux blessés"
        );
        assert_eq!(text(r"{\rtf1\uc1 Caf\u233\'e9, 5\u8364? \emdash l\rquote eau\u160?!}"), "Café, 5€ —l’eau\u{a0}!");
        assert_eq!(text(r"{\rtf1\ansi\ansicpg1251 \'cc\'e8\'f0}"), "Мир");
        assert_eq!(text(r"{\rtf1\uc0 \u-10179\u-8704 fin}"), "😀fin");
    }

    #[test]
    fn what_is_not_of_the_text() {
        let rtf = r"{\rtf1{\fonttbl{\f0 Arial;}}{\info{\title Crue}{\author A. Morin}}a{\*\inconnu b}c{\pict 8950}{\field{\*\fldinst LIEN}{\fldrslt d}}\bin3 }}}e}";
        let report = report(rtf.as_bytes(), &Hints::default()).expect("has a text");
        assert_eq!(report.text, "acde");
        assert_eq!((report.title.as_deref(), &report.authors[..]), (Some("Crue"), &["A. Morin".to_owned()][..]));
    }

    #[test]
    fn rows() {
        assert_eq!(text(r"{\rtf1 a\par\trowd\cellx1 un\cell deux\cell\row fin}"), "a\n\nun | deux\n\nfin");
    }

    proptest! {
        #[test]
        fn any_bytes(rtf in "([{}\\\\]|\\\\u-?[0-9]{0,7}|\\\\'[0-9a-g]{0,2}|\\\\bin[0-9]{0,20}|\\\\par|\\\\\\*|é|a| |\\\\fonttbl|\\\\uc[0-9]){0,60}") {
            if let Ok(report) = report(rtf.as_bytes(), &Hints::default()) {
                prop_assert!(report.parts.iter().all(|part| report.text.get(part.start..part.end).is_some()));
            }
        }
    }
}
