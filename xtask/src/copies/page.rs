//! The page that the numbers are written to.

use std::{collections::BTreeMap, fmt::Write as _};

use recoupe_story::copying::CopyKind;

use super::{Args, Count, DERIVED, Indexed, Made, peers::Run};

pub(super) struct Results<'a> {
    pub(super) public: usize,
    pub(super) indexed: &'a Indexed,
    pub(super) made_up: BTreeMap<CopyKind, Count>,
    pub(super) pages: BTreeMap<CopyKind, Count>,
    pub(super) by_kind: Vec<(String, Made)>,
    pub(super) runs: &'a [Run],
    pub(super) args: &'a Args,
}

pub(super) fn markdown(results: &Results<'_>) -> String {
    let mut out = String::from(
        "# Copies among reports\n\n<!-- Written by `cargo xtask copies-bench`: do not edit. -->\n\n\
         How copies are found is said in `crates/story/src/copying.rs`: fingerprints by winnowing lead to candidates, candidates are \
         compared word by word. Measured with\n\n```\nRECOUPE_EVAL=FOLDER RECOUPE_PYTHON=python cargo xtask copies-bench\n```\n\n\
         where the folder has the public sets' pages (left out where it is absent) and Python has datasketch and text-dedup.\n\n",
    );
    let args = results.args;
    let _ = writeln!(
        out,
        "The collection: {} made-up reports (seed {}), half French, half English, of 400 outlets (`xtask/src/copies/`), after {} public pages as \
         background. Of each event there is an agency's text, two copies as they are, three edited (one word in eighteen changed, \
         sentences left out, an opening added), two cut, three reports of their own with a passage of two to four sentences, three \
         that quote the statement that the agency quotes, six of their own words with the same names and numbers; one event in a \
         thousand is taken up by some hundred outlets. Outlets print subscription lines, footers and terms under their reports, \
         which nobody tells the index: it learns them.\n",
        args.reports, args.seed, results.public
    );
    brute(&mut out, results);
    made(&mut out, results);
    speed(&mut out, results);
    growth(&mut out, results);
    out
}

fn brute(out: &mut String, results: &Results<'_>) {
    let _ = writeln!(
        out,
        "## Against brute force\n\n{} made-up reports, evenly spread, each compared with every report before it that has any eight words \
         in a row in common, both without what their outlets print everywhere (the maker knows it). Bars: precision ≥ 0.99, recall \
         ≥ 0.97. A publisher that uses a passage of its own again is no copy.\n",
        results.args.sample
    );
    counts(out, &results.made_up);
    if results.public > 0 {
        out.push_str(
            "\nThe same for public pages, whole: nobody tells what their sites print everywhere, so that a pair of pages of one site may \
             be right here and wrong there.\n\n",
        );
        counts(out, &results.pages);
    }
}

fn counts(out: &mut String, counts: &BTreeMap<CopyKind, Count>) {
    out.push_str("| kind | pairs | found | precision | recall |\n| --- | ---: | ---: | ---: | ---: |\n");
    let mut all = Count::default();
    for (kind, c) in counts {
        row(out, &format!("{kind:?}").to_lowercase(), c);
        all.both += c.both;
        all.only_found += c.only_found;
        all.only_true += c.only_true;
    }
    row(out, "**all**", &all);
}

fn row(out: &mut String, name: &str, c: &Count) {
    let share =
        |part: usize, of: usize| if of == 0 { "–".to_owned() } else { format!("{:.4}", part as f64 / of as f64) };
    let (found, real) = (c.both + c.only_found, c.both + c.only_true);
    let _ = writeln!(out, "| {name} | {real} | {found} | {} | {} |", share(c.both, found), share(c.both, real));
}

fn made(out: &mut String, results: &Results<'_>) {
    out.push_str(
        "\n## As they were made\n\nFor each copy of an agency's text: is the pair of the two found, in whatever order they came? And of all \
         pairs found: how many have no sentence in common, but furniture, a quoted statement, or a likeness by chance?\n\n",
    );
    out.push_str("| |");
    results.by_kind.iter().for_each(|(name, _)| {
        let _ = write!(out, " {name} |");
    });
    out.push_str("\n| --- |");
    results.by_kind.iter().for_each(|_| out.push_str(" ---: |"));
    for kind in DERIVED {
        let _ = write!(out, "\n| {}, recall |", kind.name());
        for (_, made) in &results.by_kind {
            let (pairs, hits) = made.recall.get(&kind).copied().unwrap_or_default();
            let _ = write!(out, " {:.4} ({hits} of {pairs}) |", hits as f64 / pairs.max(1) as f64);
        }
    }
    out.push_str("\n| pairs found |");
    results.by_kind.iter().for_each(|(_, m)| {
        let _ = write!(out, " {} |", m.found);
    });
    out.push_str("\n| of them without a sentence in common |");
    results.by_kind.iter().for_each(|(_, m)| {
        let _ = write!(out, " {} ({:.4}) |", m.wrong, m.wrong as f64 / m.found.max(1) as f64);
    });
    out.push_str("\n| of these, reports that quote one statement |");
    results.by_kind.iter().for_each(|(_, m)| {
        let _ = write!(out, " {} |", m.quoting);
    });
    out.push('\n');
}

fn speed(out: &mut String, results: &Results<'_>) {
    let times = results.indexed.times;
    let each = |seconds: f64| seconds * 1e6 / times.reports.max(1) as f64;
    let _ = writeln!(
        out,
        "\n## Speed\n\nProcessor time of one core, all made-up reports one after the other, texts in memory. The others name candidates; ours alone \
         goes on to compare each of them word by word and says which passages are shared, so that it has two rows: what all do, and all it \
         does. The first is a pass of its own over the same reports, by two readings of the clock; the second has the public pages before them, and its steps are read one by one.\n\n| | seconds | reports a second | microseconds a report | most memory |\n| --- | ---: | ---: | ---: | ---: |"
    );
    let memory = results.indexed.stages.last().map_or(0, |s| s.memory);
    let of_candidates = results.indexed.candidates / (times.reports - results.public).max(1) as f64;
    let of_all = times.all() / times.reports.max(1) as f64;
    let rows = [
        ("candidates", results.indexed.candidates, of_candidates),
        ("candidates, passages, public pages too", times.all(), of_all),
    ];
    for (name, seconds, own) in rows {
        let _ = writeln!(
            out,
            "| recoupe, {name} | {seconds:.2} | {:.0} | {:.1} | {:.0} MB (index and pairs) |",
            1.0 / own,
            own * 1e6,
            memory as f64 / 1e6
        );
    }
    for run in results.runs {
        let each = run.seconds / run.found.len().max(1) as f64;
        let _ = writeln!(
            out,
            "| {} {} | {:.0} | {:.0} | {:.0} ({:.1} and {:.1} times ours) | {:.0} MB (with the texts) |",
            run.name,
            run.version,
            run.seconds,
            run.found.len() as f64 / run.seconds,
            each * 1e6,
            each / of_candidates,
            each / of_all,
            run.memory as f64 / 1e6
        );
    }
    let _ = writeln!(
        out,
        "\nOf a report's {:.1} µs: print {:.1}, search {:.1}, comparison with {:.2} candidates {:.1}, insertion {:.1}. datasketch: MinHashLSH, \
         128 permutations, shingles of five words. text-dedup: the steps of its `minhash` with its own functions and 256 permutations, \
         without the data set around them; both at a Jaccard similarity of 0.5.",
        each(times.all()),
        each(times.print),
        each(times.search),
        times.compared as f64 / times.reports.max(1) as f64,
        each(times.compare),
        each(times.insert)
    );
}

fn growth(out: &mut String, results: &Results<'_>) {
    out.push_str(
        "\n## Growth\n\nOf the last tenth of the reports at each size; memory is what the process took beyond the texts.\n\n\
         | reports | µs a report | print | search | compare | insert | candidates a report | memory, bytes a report | fingerprints a report |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for s in &results.indexed.stages {
        let each = |seconds: f64| seconds * 1e6 / s.last.reports.max(1) as f64;
        let per = |n: f64| n / s.reports as f64;
        let _ = writeln!(
            out,
            "| {} | {:.1} | {:.1} | {:.1} | {:.1} | {:.1} | {:.2} | {:.0} | {:.1} |",
            s.reports,
            each(s.last.all()),
            each(s.last.print),
            each(s.last.search),
            each(s.last.compare),
            each(s.last.insert),
            s.last.compared as f64 / s.last.reports.max(1) as f64,
            per(s.memory as f64),
            per(s.fingerprints as f64)
        );
    }
}
