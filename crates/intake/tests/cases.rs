//! Inputs as small files, with what is read of them. `UPDATE_CASES=1 cargo test -p recoupe-intake --test cases` writes the
//! last section of each file anew: read the difference before you commit it.
//!
//! A case has three sections, divided by lines of `====`: what to do, the input, the outcome. What to do is a line each:
//!
//! - `name: crawl.warc.gz`: what the input is called;
//! - `records: warc` or `records: arc`: lines of `%%` divide records; line ends in headers are made CRLF, and `?` for a length
//!   is filled in; ends with the blank lines that the format wants;
//! - `files: zip` or `files: tar`: lines of `%% NAME` begin files;
//! - `pack: gzip` (each record by itself), `pack: gzip-whole`, `pack: zstd-whole`;
//! - `cut: N`: leaves out the last N bytes; `flip: N`: turns all bits of the byte at N (from the end, if negative);
//!   `junk: N`: puts N bytes of a fixed pattern before the input; `crlf: yes`: makes all line ends CRLF;
//! - `from: N`: reads from this offset on; `limit: N`: most bytes of a text.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::{Compression, write::GzEncoder};
use recoupe_intake::{Options, Place, Report, gather};

const LINE: &str = "\n====\n";

#[test]
fn cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths = Vec::new();
    files(&root, &mut paths);
    paths.sort();
    assert!(paths.len() > 30, "only {} cases below {}", paths.len(), root.display());
    let update = env::var_os("UPDATE_CASES").is_some();
    let mut wrong = Vec::new();
    for path in paths {
        let case = fs::read_to_string(&path).expect("cases are text");
        let mut sections = case.splitn(3, LINE);
        let (what, input) = (sections.next().unwrap_or_default(), sections.next().expect("a case has an input"));
        let found = outcome(path.strip_prefix(&root).expect("lies below"), what, input);
        let wanted = sections.next().unwrap_or_default();
        if found != wanted {
            if update {
                fs::write(&path, format!("{what}{LINE}{input}{LINE}{found}")).expect("can write");
            } else {
                wrong.push(format!("{}:\n--- wanted\n{wanted}--- found\n{found}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("can be listed").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn outcome(case: &Path, what: &str, input: &str) -> String {
    let told = |key: &str| what.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let number = |key: &str| told(key).map(|value| value.parse::<i64>().expect("is a number"));
    let name = told("name").expect("a case names its input");
    let mut bytes = input_bytes(input, told("records"), told("files"), told("pack"));
    if told("crlf").is_some() {
        bytes = String::from_utf8(bytes).expect("is text").replace('\n', "\r\n").into_bytes();
    }
    if let Some(at) = number("flip") {
        let at = if at < 0 { bytes.len() as i64 + at } else { at };
        bytes[usize::try_from(at).expect("is inside")] ^= 0xff;
    }
    if let Some(cut) = number("cut") {
        bytes.truncate(bytes.len() - usize::try_from(cut).expect("is positive"));
    }
    if let Some(junk) = number("junk") {
        let junk = (0..junk).map(|i| u8::try_from(i * 37 % 251).expect("is small"));
        bytes = junk.chain(bytes).collect();
    }
    if let Some(out) = env::var_os("CASES_OUT") {
        // The seeds of the fuzzer.
        let seed = Path::new(&out).join(case);
        fs::create_dir_all(seed.parent().expect("has a folder")).expect("can make folders");
        fs::write(&seed, &bytes).expect("can write");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("can write");
    let shown = path.to_string_lossy().into_owned();
    let mut options = Options::default();
    if let Some(offset) = number("from") {
        options.resume = Some(Place { shown: shown.clone(), offset: offset.try_into().expect("is positive") });
    }
    if let Some(limit) = number("limit") {
        options.max_text_bytes = limit.try_into().expect("is positive");
    }
    let mut gathered = gather(&[shown], &options);
    let mut out = String::new();
    for result in gathered.by_ref() {
        match result {
            Ok(report) => write_report(&report, &mut out),
            Err(error) => writeln!(out, "error {error}").expect("can write"),
        }
    }
    for (reason, times) in gathered.skipped() {
        writeln!(out, "skipped {times}: {reason}").expect("can write");
    }
    out.replace(&format!("{}/", folder.path().display()), "")
}

fn write_report(report: &Report, out: &mut String) {
    let metadata = &report.metadata;
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(out, "  {name}: {value}").expect("can write");
        }
    };
    line("report", Some(report.path.clone()));
    line("title", report.title.clone());
    line("outlet", report.outlet.clone());
    line("publisher", metadata.publisher.as_ref().map(|t| t.value.clone()));
    line("url", report.url.clone());
    line("authors", Some(report.authors.join("; ")).filter(|a| !a.is_empty()));
    line("section", metadata.section.as_ref().map(|t| t.value.clone()));
    line("language", metadata.language.as_ref().map(|t| format!("{} ({:?})", t.value, t.basis)));
    line("published", metadata.published.as_ref().map(|t| format!("{} ({:?})", t.value, t.basis)));
    line("modified", metadata.modified.as_ref().map(|t| format!("{} ({:?})", t.value, t.basis)));
    for part in &report.parts {
        line(&format!("{:?}", part.kind).to_lowercase(), Some(report.text[part.start..part.end].replace('\n', "⏎")));
    }
    if report.parts.is_empty() {
        line("text", Some(report.text.replace('\n', "⏎")));
    }
    for warning in &report.warnings {
        line("warning", Some(warning.code.clone()));
    }
}

fn input_bytes(input: &str, records: Option<&str>, files: Option<&str>, pack: Option<&str>) -> Vec<u8> {
    let pieces: Vec<Vec<u8>> = match (records, files) {
        (Some(format), _) => input.split("\n%%\n").map(|piece| record(format, piece)).collect(),
        (None, Some(format)) => vec![archive(format, input)],
        (None, None) => vec![input.as_bytes().to_vec()],
    };
    match pack {
        None => pieces.concat(),
        Some("gzip") => pieces.iter().flat_map(|piece| gzip(piece)).collect(),
        Some("gzip-whole") => gzip(&pieces.concat()),
        Some("zstd-whole") => {
            ruzstd::encoding::compress_to_vec(&pieces.concat()[..], ruzstd::encoding::CompressionLevel::Fastest)
        }
        Some(other) => panic!("unknown packing {other}"),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("can write");
    encoder.finish().expect("can write")
}

/// A record with its line ends and lengths. The block of a WARC record may be an HTTP answer with a header of its own.
fn record(format: &str, piece: &str) -> Vec<u8> {
    if format == "arc" {
        let (line, block) = piece.split_once('\n').unwrap_or((piece, ""));
        let block = http(block);
        return format!("{}\n{block}\n", line.replace('?', &block.len().to_string())).into_bytes();
    }
    let (header, block) = piece.split_once("\n\n").unwrap_or((piece, ""));
    let block = http(block);
    let header = header.replace("Content-Length: ?", &format!("Content-Length: {}", block.len())).replace('\n', "\r\n");
    format!("{header}\r\n\r\n{block}\r\n\r\n").into_bytes()
}

fn http(block: &str) -> String {
    match block.split_once("\n\n").filter(|(head, _)| head.starts_with("HTTP/")) {
        Some((head, body)) => {
            let chunked = head.contains("chunked");
            let body = if chunked { body.replace('\n', "\r\n") } else { body.to_owned() };
            format!("{}\r\n\r\n{body}", head.replace('\n', "\r\n"))
        }
        None => block.to_owned(),
    }
}

fn archive(format: &str, input: &str) -> Vec<u8> {
    let input = format!("\n{input}");
    let files = input.split("\n%% ").skip(1).map(|file| file.split_once('\n').unwrap_or((file, "")));
    if format == "tar" {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, body) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(body.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, name, body.as_bytes()).expect("can write");
        }
        return tar.into_inner().expect("can write");
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, body) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("can write");
        zip.write_all(body.as_bytes()).expect("can write");
    }
    zip.finish().expect("can write").into_inner()
}
