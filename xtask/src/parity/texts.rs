//! Texts to compare on: sentences from templates and lexicons, salads of the model's own words, and hostile soup.

use std::{fs, path::Path};

use anyhow::Context as _;

use crate::random::Random;

/// Lists of fillers by slot, and sentences with slots.
struct Language {
    templates: &'static str,
    slots: &'static str,
}

/// Where the words of the slots `{w}` and `{W}` come from.
#[derive(Clone, Copy)]
enum Words<'a> {
    /// Any string that the model knows.
    Model(&'a [String]),
    /// The lists of the language, for texts that are kept in the repository.
    Own,
}

fn language(lang: &str) -> Language {
    if lang == "fr" {
        Language { templates: include_str!("fr.templates.txt"), slots: include_str!("fr.slots.txt") }
    } else {
        Language { templates: include_str!("en.templates.txt"), slots: include_str!("en.slots.txt") }
    }
}

/// Characters that tokenizers trip over: quotes, dashes, spaces, combining marks, bidirectional controls, digits of
/// other scripts, characters whose case changes their length, emoji.
const ODD: &str = "'’‘`´\"“”„«»()[]{}<>…·•.,;:!?¿¡-‐‑–—―_/\\|@#$€£¥₿%‰°²³½①Ⅷ\u{a0}\u{2009}\u{202f}\u{200b}\u{200d}\u{feff}\u{3000}\
\t\n\r\u{b}\u{c}\u{1c}\u{85}\u{2028}\u{0}\u{7f}\u{301}\u{308}\u{345}éÉçÇœŒæßẞİıſﬁǅΣςσАяあ漢字한글العربيةहिन्दी٣४𝟛𝐀😀👩‍👩‍👧🇫🇷\u{202e}\u{2066}\u{10ffff}";

/// Pieces that are close to tokenizer rules.
const PIECES: &str = "l' L’ d' qu' jusqu' aujourd'hui aujourd’hui prud'homme c'est-à-dire t-il -t-elle -ce-là-même M. Mme. MM. Dr. St. av. J.-C. \
p.ex. etc. i.e. e.g. U.S. U.K. U.N. a.m. 10h 10h30 10:30 1er 2e 3ème n° N°5 km/h 5km 12kg 3,5% 1.000.000 1 000 +3 -4 ±5 ~6 €5 5€ $5m \
US$10 10$US http://exemple.fr/a?b=c#d https://a.b.example/~x www.exemple.org a@b.example :-) ;) :( <3 (-: :'( xD -- --- ... .... !!! ?! \
can't won't I'm you've he'd they're gonna wanna let's y'all o'clock rock'n'roll 'tis ain't cannot dont Jan. Feb. Inc. Corp. \
état-major ex-ministre vice-président porte-parole anti-missile nord-est Saint-Denis-en-Val Aix-la-Chapelle entr'ouvrir r'ouvrir \
C++ C# 9/11 24/7 A4 B2B x=y a_b C:\\dir ((a)) [[b]] \"quoted\" “x” «x» « x » 'x' ''x'' A.B.C. Kim-Il #tag @user 1-2 1–2 a—b a--b a…b a.b A.b a.B 1.b";

/// Report-like texts only, about `tokens` tokens, for measuring speed.
pub(crate) fn report_texts(lang: &str, model: &Path, tokens: usize) -> anyhow::Result<Vec<String>> {
    let words = words(model)?;
    let (language, mut random) = (language(lang), Random::new(7));
    let mut texts = Vec::new();
    grow(&mut texts, tokens * 5, || (0..3).map(|_| sentences(&language, Words::Model(&words), &mut random)).collect());
    Ok(texts)
}

fn words(model: &Path) -> anyhow::Result<Vec<String>> {
    let path = model.join("vocab/strings.json");
    Ok(serde_json::from_slice(&fs::read(&path).with_context(|| path.display().to_string())?)?)
}

/// Texts for a language: about `tokens` tokens in all, half sentences, a quarter salad, a quarter soup.
pub(crate) fn generate(lang: &str, model: &Path, tokens: usize, seed: u64) -> anyhow::Result<Vec<String>> {
    let words = words(model)?;
    let mut random = Random::new(seed);
    let language = language(lang);
    let mut texts = Vec::new();
    // Roughly four characters and a space a token in sentences and salad, two in soup.
    grow(&mut texts, tokens / 2 * 5, || sentences(&language, Words::Model(&words), &mut random));
    grow(&mut texts, tokens / 4 * 6, || salad(&words, &mut random));
    grow(&mut texts, tokens / 4 * 3, || soup(&words, &mut random));
    Ok(texts)
}

fn grow(texts: &mut Vec<String>, characters: usize, mut next: impl FnMut() -> String) {
    let mut made = 0;
    while made < characters {
        let text = next();
        made += text.chars().count().max(1);
        texts.push(text);
    }
}

/// A report-like text of several paragraphs.
fn sentences(language: &Language, words: Words<'_>, random: &mut Random) -> String {
    let templates: Vec<&str> = language.templates.lines().filter(|line| !line.is_empty()).collect();
    let breaks = ["\n\n", "\n", " ", "\r\n", "  ", ""];
    let mut text = String::new();
    for _ in 0..1 + random.below(12) {
        let template = random.pick(&templates);
        fill(template, language, words, random, &mut text);
        text.push_str(if random.one_in(4) { random.pick(&breaks) } else { " " });
    }
    text
}

/// Replaces `{slot}` by one of its fillers, which may have slots themselves.
fn fill(template: &str, language: &Language, words: Words<'_>, random: &mut Random, text: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((slot, after)) = after.split_once('}') else { break };
        rest = after;
        match (slot, words) {
            ("n", _) => text.push_str(&random.below(10_000).to_string()),
            ("d", _) => text.push_str(&(1 + random.below(31)).to_string()),
            ("w", Words::Model(words)) => text.push_str(&words[random.below(words.len())].to_lowercase()),
            ("W", Words::Model(words)) => text.push_str(&words[random.below(words.len())]),
            _ => {
                let prefix = format!("{slot}: ");
                let line = language.slots.lines().find_map(|line| line.strip_prefix(&prefix));
                let fillers: Vec<&str> = line.unwrap_or("?").split(" | ").collect();
                let filler = random.pick(&fillers);
                fill(filler, language, words, random, text);
            }
        }
    }
    text.push_str(rest);
}

/// Single sentences from our own words only, then those of the list of odd texts, for the reference in the repository.
pub(crate) fn reference_texts(lang: &str, odd: &Path) -> anyhow::Result<Vec<String>> {
    let (language, mut random) = (language(lang), Random::new(11));
    let templates: Vec<&str> = language.templates.lines().filter(|line| !line.is_empty()).collect();
    let mut texts = Vec::new();
    for number in 0..130 {
        let mut text = String::new();
        fill(templates[number % templates.len()], &language, Words::Own, &mut random, &mut text);
        texts.push(text);
    }
    for _ in 0..6 {
        texts.push(sentences(&language, Words::Own, &mut random));
    }
    for line in fs::read_to_string(odd).with_context(|| odd.display().to_string())?.lines() {
        texts.push(serde_json::from_str(line)?);
    }
    Ok(texts)
}

/// Words of the model in no order, with sentence punctuation.
fn salad(words: &[String], random: &mut Random) -> String {
    let ends = [".", "!", "?", " ;", " :", ",", "…", "\n"];
    let mut text = String::new();
    for _ in 0..20 + random.below(200) {
        text.push_str(&words[random.below(words.len())]);
        if random.one_in(7) {
            text.push_str(random.pick(&ends));
        }
        text.push(' ');
    }
    text
}

/// Odd characters, pieces near tokenizer rules and words, with and without spaces.
fn soup(words: &[String], random: &mut Random) -> String {
    let odd: Vec<char> = ODD.chars().collect();
    let pieces: Vec<&str> = PIECES.split_whitespace().collect();
    let mut text = String::new();
    for _ in 0..5 + random.below(60) {
        match random.below(5) {
            0 => text.push_str(random.pick(&pieces)),
            1 => text.push_str(&words[random.below(words.len())]),
            2 => {
                for _ in 0..1 + random.below(4) {
                    text.push(odd[random.below(odd.len())]);
                }
            }
            3 => text.push(char::from_u32(random.below(0x3000) as u32).unwrap_or('x')),
            _ => text.push_str(&random.below(100_000).to_string()),
        }
        match random.below(3) {
            0 => {}
            1 => text.push(' '),
            _ if random.one_in(5) => text.push_str("\n\n"),
            _ => text.push(' '),
        }
    }
    text
}

/// The UTF-8 files of a folder and its folders, in the order of their names, cut into pieces of about 4,000 bytes at
/// line ends.
pub(crate) fn from_folder(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        if path.is_dir() {
            texts.extend(from_folder(&path)?);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let mut piece = String::new();
            for line in text.split_inclusive('\n') {
                piece.push_str(line);
                if piece.len() > 4000 {
                    texts.push(std::mem::take(&mut piece));
                }
            }
            texts.push(piece);
        }
    }
    texts.retain(|text| !text.is_empty());
    Ok(texts)
}
