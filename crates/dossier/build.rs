//! Puts the page that `make web` built into the crate, where there is one: `cargo build` alone needs no Node.

use std::{env, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder");
    let built = Path::new(&root).join("../../web/dist");
    // The folder is always there (its .gitignore is kept), so that a page that appears later is noticed.
    println!("cargo:rerun-if-changed={}", built.display());
    println!("cargo:rerun-if-changed=build.rs");
    // Empty stands for no page.
    let page = fs::read(built.join("index.html")).unwrap_or_default();
    let out = env::var("OUT_DIR").expect("cargo names the folder to write to");
    fs::write(Path::new(&out).join("app.html"), page).expect("the folder can be written to");
}
