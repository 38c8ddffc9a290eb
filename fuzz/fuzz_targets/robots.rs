#![no_main]

use recoupe_intake::robots::{PRODUCT, Robots};

// The first line is a path, the rest the rules.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let (path, rules) = bytes.split_at(bytes.iter().position(|&b| b == b'\n').unwrap_or(bytes.len()));
    let robots = Robots::parse(rules, PRODUCT);
    let path = format!("/{}", String::from_utf8_lossy(path));
    robots.allows(&path);
    assert!(robots.allows("/robots.txt"), "the rules themselves may always be read");
});
