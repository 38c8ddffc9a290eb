//! What is packed: honestly, with every coding that archives use, and to burst.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::GzEncoder, write::ZlibEncoder};
use recoupe_intake::{IntakeError, IntakeErrorKind as Kind, Options, Report, gather};

/// Reads bytes as a file of this name.
fn read(name: &str, bytes: &[u8]) -> Vec<Result<Report, IntakeError>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("can write");
    gather(&[path.to_string_lossy().into_owned()], &Options::default()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("can write");
    encoder.finish().expect("can write")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("can write");
    encoder.finish().expect("can write")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 9, 22);
    encoder.write_all(bytes).expect("can write");
    encoder.into_inner()
}

/// A WARC record of an answer with this coding and body.
fn answer(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut http =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}\r\n\r\n")
            .into_bytes();
    http.extend_from_slice(body);
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://relais.example/crue\r\nWARC-Date: 2031-03-04T08:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        http.len()
    )
    .into_bytes();
    record.append(&mut http);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

const PAGE: &str = "<!DOCTYPE html><html lang=fr><title>Crue à Verlay</title><h1>Crue à Verlay</h1><p>Le pont de Verlay est fermé depuis \
                    mardi, dit la préfecture de la vallée.</p>";

/// Size of what the bombs hold: beyond 64 MiB and 200 times what they are packed to.
const HUGE: usize = 200 << 20;

#[test]
fn archives_made_to_burst_are_stopped() {
    let mut zeros = b"WARC/1.0\r\nWARC-Type: resource\r\n".to_vec();
    zeros.resize(HUGE, b' ');
    let packed = gzip(&zeros);
    let zstd = ruzstd::encoding::compress_to_vec(&zeros[..], ruzstd::encoding::CompressionLevel::Fastest);
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    let mut header = tar::Header::new_gnu();
    header.set_size(zeros.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, "crue.warc", zeros.as_slice()).expect("can write");
    let tar = tar.into_inner().and_then(GzEncoder::finish).expect("can write");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("crue.warc", zip::write::SimpleFileOptions::default()).expect("can write");
    zip.write_all(&zeros).expect("can write");
    let zip = zip.finish().expect("can write").into_inner();
    drop(zeros);
    for (name, bytes) in [
        ("crue.warc.gz", packed.clone()),
        ("crue.warc.zst", zstd),
        ("crue.tar.gz", tar),
        ("crue.zip", zip),
        ("crue.html.gz", gzip(&packed)),
    ] {
        let results = read(name, &bytes);
        let last = results.last().unwrap_or_else(|| panic!("{name} gives nothing"));
        let error = last.as_ref().expect_err(name);
        assert!(matches!(error.kind, Kind::Bomb | Kind::TooLarge { .. }), "{name}: {error}");
    }
}

#[test]
fn what_shrinks_well_is_no_bomb() {
    let text = "Le pont de Verlay est fermé depuis mardi, dit la préfecture.\n\n".repeat(30_000);
    let results = read("crue.txt.gz", &gzip(text.as_bytes()));
    assert_eq!(results.into_iter().map(|r| r.expect("is a report").text.len()).collect::<Vec<_>>(), [text.len()]);
}

#[test]
fn answers_in_every_coding() {
    let texts = |record: &[u8]| -> Vec<String> {
        read("crue.warc", record).into_iter().map(|r| r.expect("is a report").text).collect()
    };
    let plain = texts(&answer("identity", PAGE.as_bytes()));
    assert!(plain[0].contains("Le pont de Verlay est fermé"), "{plain:?}");
    let zstd = ruzstd::encoding::compress_to_vec(PAGE.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest);
    for (coding, body) in [
        ("br", brotli(PAGE.as_bytes())),
        ("gzip", gzip(PAGE.as_bytes())),
        ("deflate", zlib(PAGE.as_bytes())),
        ("zstd", zstd),
        ("gzip, br", brotli(&gzip(PAGE.as_bytes()))),
        // Crawlers undo the coding and keep the field.
        ("br", PAGE.as_bytes().to_vec()),
        ("zstd", PAGE.as_bytes().to_vec()),
    ] {
        assert_eq!(texts(&answer(coding, &body)), plain, "{coding}");
    }
}

#[test]
fn answers_that_are_damaged_or_burst() {
    let mut cut = brotli(PAGE.repeat(50).as_bytes());
    cut.truncate(cut.len() / 2);
    let results = read("crue.warc", &answer("br", &cut));
    assert!(matches!(&results[..], [Err(IntakeError { kind: Kind::Damaged(_), .. })]), "{results:?}");
    let spaces = vec![b' '; 64 << 20];
    for (coding, body) in [("br", brotli(&spaces)), ("gzip", gzip(&spaces)), ("deflate", zlib(&spaces))] {
        let results = read("crue.warc", &answer(coding, &body));
        let kind = |e: &IntakeError| matches!(e.kind, Kind::TooLarge { .. } | Kind::Bomb);
        assert!(matches!(&results[..], [Err(error)] if kind(error)), "{coding}: {results:?}");
    }
}

/// Made with the reference implementation: a dictionary in a skippable frame, then two records packed with it, a frame each.
#[test]
fn records_packed_with_a_dictionary() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packed/dictionary.warc.zst");
    let bytes = fs::read(path).expect("the archive is there");
    let titles = |bytes: &[u8]| -> Vec<Option<String>> {
        read("lot.warc.zst", bytes).into_iter().map(|r| r.ok().and_then(|r| r.title)).collect()
    };
    assert_eq!(titles(&bytes), [Some("Crue à Verlay".to_owned()), Some("Le pont de Verlay".to_owned())]);
    // Without its dictionary a record cannot be unpacked, and is an error.
    let dictionary = 8 + u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    let bare = titles(&bytes[dictionary..]);
    assert!(!bare.is_empty() && bare.iter().all(Option::is_none), "{bare:?}");
}

/// A document of one page in Helvetica whose content has this filter and these bytes.
fn pdf(filter: &str, content: &[u8]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    let mut add = |out: &mut Vec<u8>, object: &[u8]| {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", offsets.len()).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    };
    add(&mut out, b"<< /Type /Catalog /Pages 2 0 R >>");
    add(&mut out, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    add(
        &mut out,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    );
    let head = format!("<< /Length {}{filter} >>\nstream\n", content.len());
    add(&mut out, &[head.as_bytes(), content, b"\nendstream"].concat());
    add(&mut out, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
    add(&mut out, b"<< /Title (Crue \\340 Verlay) /Author (Odile Marsac) >>");
    let start = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
    for offset in &offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    out.extend_from_slice(
        format!("trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF\n", offsets.len() + 1)
            .as_bytes(),
    );
    out
}

/// Two paragraphs, the first over two lines.
const DRAWN: &[u8] = b"BT /F1 12 Tf 72 760 Td (Le pr\\351fet a d\\351clar\\351 mardi que vingt-trois personnes \\351taient) Tj 0 -14 Td \
(bless\\351es, dont trois gri\\350vement.) Tj 0 -40 Td (Les secours cherchent encore deux disparus dans la vall\\351e de la Verle.) Tj ET";

#[test]
fn a_good_document() {
    for (filter, content) in [("", DRAWN.to_vec()), (" /Filter /FlateDecode", zlib(DRAWN))] {
        let results = read("crue.pdf", &pdf(filter, &content));
        let [Ok(report)] = &results[..] else { panic!("{filter}: {results:?}") };
        assert!(
            report.text.contains(
                "Le préfet a déclaré mardi que vingt-trois personnes étaient blessées, dont trois grièvement."
            ),
            "{}",
            report.text
        );
        assert!(report.text.contains("deux disparus dans la vallée de la Verle."), "{}", report.text);
        assert_eq!(report.title.as_deref(), Some("Crue à Verlay"));
        assert_eq!(report.authors, ["Odile Marsac"]);
    }
}

#[test]
fn documents_made_to_burst_are_stopped() {
    let once = zlib(&vec![b' '; HUGE]);
    let twice = zlib(&once);
    // Codes of LZW for ever longer runs of the same byte, 9 to 12 bits wide, then the table is full: each stands for some 3,800 bytes.
    let lzw = {
        let mut encoder = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
        encoder.encode(&vec![b' '; HUGE]).expect("memory can be written to")
    };
    for (filter, content) in
        [(" /Filter /FlateDecode", once), (" /Filter [/FlateDecode /FlateDecode]", twice), (" /Filter /LZWDecode", lzw)]
    {
        let results = read("crue.pdf", &pdf(filter, &content));
        assert!(matches!(&results[..], [Err(IntakeError { kind: Kind::Bomb, .. })]), "{filter}: {results:?}");
    }
}
