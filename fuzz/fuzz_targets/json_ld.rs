#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = [
        b"<!DOCTYPE html><html><head><script type=\"application/ld+json\">",
        bytes,
        b"</script></head><body><article><h1>Crue</h1><p>Le pont est ferm&eacute;.</p></article></body></html>",
    ];
    recoupe_fuzz::read("a.html", &page.concat());
});
