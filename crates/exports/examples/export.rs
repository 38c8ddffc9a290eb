//! Writes a dossier that was kept as JSON in every format, into a folder:
//! `cargo run --release -p recoupe-exports --example export -- dossier.json en folder`. Without a file, the made-up story of the tests.

#[path = "../../dossier/tests/made_up/mod.rs"]
mod made_up;

use std::{env, fs, path::PathBuf};

use recoupe_dossier::Locale;
use recoupe_exports::{Format, export};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = env::args().skip(1);
    let dossier = match args.next().as_deref() {
        None | Some("made-up") => made_up::dossier(),
        Some(path) => serde_json::from_slice(&fs::read(path)?)?,
    };
    let locale = if args.next().as_deref() == Some("en") { Locale::En } else { Locale::Fr };
    let folder = PathBuf::from(args.next().unwrap_or_else(|| ".".into()));
    fs::create_dir_all(&folder)?;
    for format in Format::ALL {
        fs::write(folder.join(format!("dossier.{}", format.ending())), export(&dossier, format, locale)?)?;
    }
    Ok(())
}
