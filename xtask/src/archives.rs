//! Archives for measuring: wraps pages that lie on the machine into WARC or ARC files, and reads inputs as the program does,
//! without the language models, to say how fast and in how much memory.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufWriter, Read as _, Write},
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context as _, bail, ensure};
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use recoupe_intake::{Options, gather, members};

/// `cargo xtask make-warc`.
#[derive(clap::Args)]
pub(crate) struct MakeArgs {
    /// Folder whose pages (.html, .htm, packed with gzip or not) are wrapped, with those of the folders in it
    folder: PathBuf,
    /// The archive to write; its ending tells the format
    #[arg(short, long)]
    output: PathBuf,
    /// Pages to write; those of the folder are taken again from the first, under other addresses. By default each once
    #[arg(long)]
    records: Option<usize>,
}

/// `cargo xtask intake-bench`.
#[derive(clap::Args)]
pub(crate) struct BenchArgs {
    /// Files, folders, patterns, as for `recoupe read`
    #[arg(required = true)]
    paths: Vec<String>,
    /// Take the pages out of their archives only; make no reports of them
    #[arg(long)]
    members: bool,
}

/// Writes an archive as crawlers do: each record packed by itself; for WARC a `warcinfo` record first and a `request` beside
/// each `response`, as in the files of CC-NEWS.
pub(crate) fn make(args: &MakeArgs) -> anyhow::Result<()> {
    let mut paths = Vec::new();
    pages(&args.folder, &mut paths)?;
    paths.sort();
    ensure!(!paths.is_empty(), "no .html file below {}", args.folder.display());
    let name = args.output.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let shape: fn(usize, &str, &[u8]) -> Vec<Vec<u8>> = match name.trim_end_matches(".gz") {
        name if name.ends_with(".warc") => warc,
        name if name.ends_with(".arc") => arc,
        _ => bail!("{name}: expected .warc, .warc.gz, .arc or .arc.gz"),
    };
    let packed = name.ends_with(".gz");
    let mut out = BufWriter::new(File::create(&args.output).with_context(|| args.output.display().to_string())?);
    let (mut bytes, count) = (0, args.records.unwrap_or(paths.len()));
    for number in 0..count {
        let path = &paths[number % paths.len()];
        let page = read(path)?;
        let told = path.strip_prefix(&args.folder).unwrap_or(path).to_string_lossy().replace(['\\', ' '], "/");
        let url = format!("https://page-{number}.example/{told}");
        for record in shape(number, &url, &page) {
            bytes += record.len();
            if packed {
                let mut encoder = GzEncoder::new(&mut out, Compression::default());
                encoder.write_all(&record)?;
                encoder.finish()?;
            } else {
                out.write_all(&record)?;
            }
        }
    }
    out.flush()?;
    println!("{count} pages of {} files, {:.1} MB unpacked: {}", paths.len(), mb(bytes), args.output.display());
    Ok(())
}

pub(crate) fn pages(folder: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            pages(&path, found)?;
        } else if [".html", ".htm", ".html.gz"].iter().any(|e| path.to_string_lossy().ends_with(e)) {
            found.push(path);
        }
    }
    Ok(())
}

pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut page = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut page).with_context(|| path.display().to_string())?;
    Ok(page)
}

fn answer(page: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: example\r\nContent-Length: {}\r\n\r\n",
        page.len()
    );
    [head.as_bytes(), page].concat()
}

fn warc(number: usize, url: &str, page: &[u8]) -> Vec<Vec<u8>> {
    let record = |kind: &str, media: &str, part: usize, block: &[u8]| {
        let target = if kind == "warcinfo" { String::new() } else { format!("WARC-Target-URI: {url}\r\n") };
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2031-03-04T08:15:00Z\r\n\
             WARC-Record-ID: <urn:uuid:00000000-0000-4000-{part:04x}-{number:012x}>\r\n\
             Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    };
    let host = url.split('/').nth(2).unwrap_or_default();
    let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: example\r\nAccept: */*\r\n\r\n");
    let mut records = Vec::new();
    if number == 0 {
        records.push(record("warcinfo", "application/warc-fields", 0, b"software: cargo xtask make-warc\r\n"));
    }
    records.push(record("request", "application/http; msgtype=request", 1, request.as_bytes()));
    records.push(record("response", "application/http; msgtype=response", 2, &answer(page)));
    records
}

fn arc(number: usize, url: &str, page: &[u8]) -> Vec<Vec<u8>> {
    let record = |url: &str, media: &str, block: &[u8]| {
        let head = format!("{url} 192.0.2.1 20310304081500 {media} {}\n", block.len());
        [head.as_bytes(), block, b"\n"].concat()
    };
    let mut records = Vec::new();
    if number == 0 {
        let block = b"1 0 example\nURL IP-address Archive-date Content-type Archive-length\n";
        records.push(record("filedesc://made.arc", "text/plain", block));
    }
    records.push(record(url, "text/html", &answer(page)));
    records
}

/// Reads inputs to the end and prints one line of figures, then what was skipped and what failed, by reason.
pub(crate) fn bench(args: &BenchArgs) -> anyhow::Result<()> {
    let options = Options::default();
    let (mut read, mut bytes) = (0_usize, 0_usize);
    let mut failed: BTreeMap<String, usize> = BTreeMap::new();
    let mut skipped = BTreeMap::new();
    let start = Instant::now();
    let mut count = |result: Result<usize, recoupe_intake::IntakeError>| match result {
        Ok(length) => {
            read += 1;
            bytes += length;
        }
        Err(error) => *failed.entry(error.kind.to_string()).or_default() += 1,
    };
    if args.members {
        members(&args.paths, &options).for_each(|member| count(member.map(|m| m.bytes.len())));
    } else {
        let mut reports = gather(&args.paths, &options);
        reports.by_ref().for_each(|report| count(report.map(|r| r.text.len())));
        skipped.clone_from(reports.skipped());
    }
    let seconds = start.elapsed().as_secs_f64();
    let input: u64 = args.paths.iter().filter_map(|path| fs::metadata(path).ok()).map(|m| m.len()).sum();
    println!(
        "{read} read in {seconds:.2} s: {:.0} a second, {:.1} MB/s of input, {:.1} MB/s of {}; peak memory {:.0} MB",
        read as f64 / seconds,
        input as f64 / 1e6 / seconds,
        mb(bytes) / seconds,
        if args.members { "pages" } else { "text" },
        peak_memory()? / 1e6,
    );
    skipped.iter().for_each(|(reason, times)| println!("    skipped {times}: {reason}"));
    failed.iter().for_each(|(reason, times)| println!("    failed {times}: {reason}"));
    Ok(())
}

fn mb(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The most memory that this process held so far, in bytes (Linux).
pub(crate) fn peak_memory() -> anyhow::Result<f64> {
    let status = fs::read_to_string("/proc/self/status").context("peak memory is read from /proc (Linux)")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM in /proc/self/status")?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024.0)
}
