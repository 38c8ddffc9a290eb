//! Python spaCy in a virtual environment of its own, at the pinned versions.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use recoupe_pipeline::store::{self, Model};

/// spaCy and what its results depend on.
const REQUIREMENTS: [&str; 3] = ["spacy==3.8.18", "thinc==8.3.14", "blis==1.3.4"];

/// The Python of the virtual environment; makes it with pip if it is not there.
pub(crate) fn python(venv: &Path) -> anyhow::Result<PathBuf> {
    let python = venv.join("bin/python");
    if !python.exists() {
        eprintln!("making {} …", venv.display());
        run(Command::new("python3").args(["-m", "venv"]).arg(venv))?;
    }
    let models: Vec<String> =
        store::catalogue().iter().map(|model| format!("{}=={}", model.package, model.version)).collect();
    let modules: Vec<&str> = store::catalogue().iter().map(|model| model.module).collect();
    let probe = format!("import spacy, {}; assert spacy.__version__ == '3.8.18'", modules.join(", "));
    let there = Command::new(&python).args(["-c", &probe]).stderr(Stdio::null()).status()?;
    if !there.success() {
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        run(pip.args(REQUIREMENTS).args(&models))?;
    }
    Ok(python)
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.status().with_context(|| format!("cannot run {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed with {status}");
    }
    Ok(())
}

/// A script of `xtask/python` for a model, with one thread for all of its libraries.
pub(crate) fn script(python: &Path, name: &str, model: &Model) -> Command {
    let mut command = Command::new(python);
    command.arg(crate::parity::root().join("xtask/python").join(name)).arg(model.module);
    for threads in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"] {
        command.env(threads, "1");
    }
    command
}

/// Runs a script from file to file.
pub(crate) fn run_script(mut command: Command, input: &Path, output: &Path) -> anyhow::Result<()> {
    run(command.stdin(File::open(input)?).stdout(File::create(output)?))
}
