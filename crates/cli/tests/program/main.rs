//! The real program: arguments in, exit code, standard output and standard error out.

mod bad_input;
mod determinism;
mod ledger;
mod outputs;
mod usage;
mod web;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// What a run gave.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }
}

/// The program in an English locale, without what the tester's environment may set.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_recoupe"));
    command.env("LC_ALL", "en_GB.UTF-8").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Ran {
    let ran = Ran::from(program().args(args).output().expect("the program starts"));
    assert!(!ran.err.contains("is not installed"), "the models are missing: run `make models`\n{}", ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran
}

fn run_with_stdin(args: &[&str], input: &[u8]) -> Ran {
    let mut child = program()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(input).expect("the program reads its input");
    Ran::from(child.wait_with_output().expect("the program ends"))
}

/// A report that lies beside these tests.
fn report(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(name);
    path.to_string_lossy().into_owned()
}

fn reports() -> Vec<String> {
    ["crue-1.txt", "crue-2.txt", "flood-3.txt"].map(report).to_vec()
}

/// A file in a folder that goes away with the test.
fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a temporary file can be written");
    path
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// The lines of `recoupe read`, parsed.
fn lines(ran: &Ran) -> Vec<serde_json::Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}
