//! Wrong usage is told with exit code 2 before any work; help and completions are there.

use crate::{Ran, program, report, run};

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
fn help_and_wrong_usage_are_told_in_french_where_that_is_the_users_language() {
    let french = |args: &[&str]| {
        let output = program().env("LC_ALL", "fr_FR.UTF-8").args(args).output();
        Ran::from(output.expect("the program starts"))
    };
    let ran = french(&["read", "-h"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    for word in ["Utilisation", "Arguments", "[par défaut", "[valeurs possibles", "Afficher l’aide"] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    let ran = french(&["dossier", "--help"]);
    for word in ["Valeurs possibles", "FollowTheMoney", "Web\u{a0}:"] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    for english in ["Usage", "Options:", "[default", "Possible values", "Print "] {
        assert!(!ran.out.contains(english), "{english}: {}", ran.out);
    }
    let ran = french(&["raed"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("«\u{202f}raed\u{202f}» n’existe pas") && ran.err.contains("read"), "{}", ran.err);
    let ran = french(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("Commandes"), "{}", ran.err);
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
