//! Forms of demonyms.

/// All forms of a French demonym given as `masculine` or `masculine:feminine`, singular and plural.
pub(super) fn french(item: &str) -> Vec<String> {
    let (masculine, feminine) = match item.split_once(':') {
        Some((m, f)) => (m.to_owned(), f.to_owned()),
        None => (item.to_owned(), feminine(item)),
    };
    let mut forms = vec![plural(&masculine), plural(&feminine), masculine, feminine];
    forms.sort();
    forms.dedup();
    forms
}

fn feminine(masculine: &str) -> String {
    if masculine.ends_with('e') || masculine.ends_with('a') || masculine.ends_with('o') {
        masculine.to_owned()
    } else if masculine.ends_with("en") || masculine.ends_with("on") {
        format!("{masculine}ne")
    } else {
        format!("{masculine}e")
    }
}

fn plural(singular: &str) -> String {
    if singular.ends_with(['s', 'x', 'z']) { singular.to_owned() } else { format!("{singular}s") }
}

/// All forms of an English demonym given in the singular.
pub(super) fn english(item: &str) -> Vec<String> {
    let stem = item
        .strip_suffix("man")
        .filter(|s| !s.is_empty() && !item.ends_with("rman") && !item.ends_with("oman") || item.ends_with("woman"));
    let plural = match stem {
        Some(stem) => format!("{stem}men"),
        None if ["ese", "ish", "ch", "s", "x"].iter().any(|e| item.ends_with(e)) => return vec![item.to_owned()],
        None => format!("{item}s"),
    };
    vec![item.to_owned(), plural]
}
