//! Same input, same bytes: whatever the order of the arguments, the threads, the run.

use crate::{reports, run};

fn output(command: &[&str], paths: &[String], threads: &str) -> String {
    let mut args: Vec<&str> = command.to_vec();
    args.extend(["--threads", threads]);
    args.extend(paths.iter().map(String::as_str));
    let ran = run(&args);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

#[test]
fn any_order_any_threads_any_run() {
    let paths = reports();
    let mut backwards = paths.clone();
    backwards.reverse();
    let mut twice = paths.clone();
    twice.extend(paths.iter().cloned());
    for command in [
        &["read"][..],
        &["dossier", "--format", "json"],
        &["dossier", "--format", "html"],
        &["dossier", "--format", "text", "--width", "100"],
    ] {
        let first = output(command, &paths, "1");
        assert!(!first.is_empty());
        for (order, threads) in [(&paths, "8"), (&backwards, "1"), (&backwards, "8"), (&twice, "3")] {
            assert!(output(command, order, threads) == first, "{command:?} differs with {threads} threads");
        }
    }
}
