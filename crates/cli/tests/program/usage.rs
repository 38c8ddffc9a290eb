//! Wrong usage is told with exit code 2 before any work; help and completions are there.

use crate::{report, run};

#[test]
fn wrong_usage() {
    let path = report("crue-1.txt");
    for args in [
        &[][..],
        &["read"],
        &["dossier"],
        &["nonsense"],
        &["read", "--nonsense", &path],
        &["read", "--format", "xml", &path],
        &["read", "--published", "last week", &path],
        &["read", "--published", "2031-02-30", &path],
        &["dossier", "-o", "d.xyz", &path],
        &["dossier", "-o", "dossier", &path],
        &["dossier", "-o", "d.md", "--format", "md", &path],
        &["dossier", "--best", "average", &path],
        &["dossier", "--best", "latest-of=", &path],
        &["dossier", "--width", "3", &path],
        &["fetch", "https://journal.example/"],
        &["fetch", "-o", "a.warc.gz"],
        &["fetch", "-o", "a.zip", "https://journal.example/"],
        &["read", "--delay", "-1", &path],
        &["read", "--allow-private=localhost", &path],
        &["models", "install", "de"],
        &["read", "--threads", "many", &path],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}{}", ran.out, ran.err);
        assert_eq!(ran.out, "", "{args:?}");
        assert!(!ran.err.is_empty(), "{args:?}");
    }
}

#[test]
fn help_names_every_command_and_exit_code() {
    let ran = run(&["--help"]);
    assert_eq!(ran.code, Some(0));
    for word in
        ["read", "dossier", "fetch", "models", "completions", "0 done, 1 something could not be done, 2 wrong usage"]
    {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    for command in ["read", "dossier", "fetch", "models", "completions"] {
        let ran = run(&[command, "--help"]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains("Usage: recoupe"), "{}", ran.out);
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = run(&["completions", shell]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.out.contains("dossier"));
    }
}

#[test]
fn version() {
    let ran = run(&["--version"]);
    assert_eq!(ran.out, format!("recoupe {}\n", env!("CARGO_PKG_VERSION")));
}
