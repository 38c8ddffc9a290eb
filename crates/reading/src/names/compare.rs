//! Do two spellings name the same person or body? Used within a report, and across reports by later rooms.

use super::{acronyms::acronym_fits, lists};
use crate::world::fold;

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Different names.
    Different,
    /// One could stand for the other, but for others too: "Kim" and "Kim Jong-un". To be joined only where the context
    /// leaves one candidate.
    Compatible,
    /// The same name in another spelling, order or length.
    Same,
}

/// A person's name in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// Folded given names, in order; empty where only the family name is used.
    pub given: Vec<String>,
    /// Folded family name without particles.
    pub family: String,
    /// All folded words, in order.
    pub words: Vec<String>,
}

impl PersonName {
    /// Parts of a name without title. Names of languages that put the family name first are told by their family name
    /// ("Kim Jong-un", "Xi Jinping"). `None` for no letters at all.
    pub fn parse(name: &str) -> Option<Self> {
        let key = fold(name);
        let words: Vec<String> =
            key.split(' ').filter(|w| w.chars().any(char::is_alphabetic)).map(str::to_owned).collect();
        let (first, last) = (words.first()?, words.last()?);
        if words.len() == 1 {
            return Some(Self { given: Vec::new(), family: last.clone(), words });
        }
        let hyphen_last = name.split_whitespace().last().is_some_and(|w| w.contains('-'));
        let known_given = lists::given_name(first).is_some() && !hyphen_last;
        if lists::stands_first(first) && words.len() <= 3 && !known_given {
            return Some(Self { given: words[1..].to_vec(), family: first.clone(), words });
        }
        let given = words[..words.len() - 1].iter().filter(|w| !lists::is_particle(w)).cloned().collect();
        Some(Self { given, family: last.clone(), words })
    }
}

/// Compares names of persons: case, accents, hyphens, order, initials and the usual transliterations do not count
/// ("Volodymyr Horbatsky", "V. Horbatskyy", "HORBATSKI Volodymyr"). Different given names keep bearers of one family name
/// apart.
pub fn person_likeness(a: &str, b: &str) -> Likeness {
    let (Some(a), Some(b)) = (PersonName::parse(a), PersonName::parse(b)) else { return Likeness::Different };
    if a.words.concat() == b.words.concat() {
        // One word alone may be anybody's family name.
        return if a.words.len() == 1 { Likeness::Compatible } else { Likeness::Same };
    }
    if a.words.len() == 1 || b.words.len() == 1 {
        let (one, other) = if a.words.len() == 1 { (&a, &b) } else { (&b, &a) };
        let bears = same_word(&one.family, &other.family)
            || other.words.len() > 2
                && other.words[1..].iter().any(|w| !lists::is_particle(w) && same_word(w, &one.family));
        return if bears { Likeness::Compatible } else { Likeness::Different };
    }
    // The family name with its particles, or both family names: "Ben Salem", "de la Torre".
    let (short, long) = if a.words.len() < b.words.len() { (&a, &b) } else { (&b, &a) };
    if short.words.len() < long.words.len() && lists::is_particle(&short.words[0]) && long.words.ends_with(&short.words)
    {
        return Likeness::Compatible;
    }
    if same_word(&a.family, &b.family) {
        return given_likeness(&a.given, &b.given);
    }
    // The other order: "DUPONT Jean".
    let turned = |x: &PersonName, y: &PersonName| {
        same_word(&x.family, &y.words[0])
            && same_word(&x.words[0], &y.words[y.words.len() - 1])
            && x.words.len() == y.words.len()
    };
    if turned(&a, &b) || turned(&b, &a) {
        return Likeness::Same;
    }
    // A second family name that only one report gives: "Pedro Sánchez", "Pedro Sánchez Pérez".
    let longer = |x: &PersonName, y: &PersonName| {
        y.words.len() > x.words.len()
            && same_word(&x.words[0], &y.words[0])
            && y.words[1..y.words.len() - 1].iter().any(|w| !lists::is_particle(w) && same_word(w, &x.family))
    };
    if longer(&a, &b) || longer(&b, &a) { Likeness::Same } else { Likeness::Different }
}

fn given_likeness(a: &[String], b: &[String]) -> Likeness {
    let (Some(first), Some(second)) = (a.first(), b.first()) else { return Likeness::Compatible };
    let initial = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    if initial(first, second) || initial(second, first) {
        return Likeness::Same;
    }
    // "Jong-un" and "Jong Un", "Jongun"; "Jean-Pierre" and "Jean" are different men.
    let (whole_a, whole_b) = (a.concat(), b.concat());
    if same_given(&whole_a, &whole_b) {
        return Likeness::Same;
    }
    // A middle name that only one report gives: "Joseph Robinette Biden".
    let middle = a.len() != b.len() && same_given(first, second);
    let compound = |x: &[String]| {
        x.len() > 1
            && lists::given_name(&format!("{}-{}", x[0], x[1])).is_some()
            && matches!(&*x[0], "jean" | "marie" | "anne" | "pierre" | "paul" | "louis")
    };
    if middle && !compound(a) && !compound(b) { Likeness::Same } else { Likeness::Different }
}

fn same_given(a: &str, b: &str) -> bool {
    if skeleton(a) == skeleton(b) {
        return true;
    }
    // One name in several languages; counts only because the family name agrees.
    const VARIANTS: [&[&str]; 44] = [
        &[
            "alexandre",
            "alexander",
            "aleksandr",
            "oleksandr",
            "oleksandre",
            "aleksander",
            "alexandr",
            "alejandro",
            "alessandro",
            "aliaksandr",
        ],
        &["alexis", "alexei", "alexey", "aleksei", "aleksey", "oleksii", "oleksiy", "oleksi"],
        &["vladimir", "volodymyr", "wladimir", "uladzimir", "volodimir"],
        &["serge", "sergei", "sergey", "serguei", "serhii", "serhiy", "sergio", "sergii"],
        &["dimitri", "dmitri", "dmitry", "dmytro", "dmitriy", "dmitrij"],
        &["nicolas", "nikolai", "nikolay", "mykola", "nicholas", "nikola", "nicolae", "nikolaj"],
        &["michel", "michael", "mikhail", "mykhailo", "mikhailo", "michal", "miguel", "mihail", "mihai"],
        &["andre", "andrei", "andrey", "andrii", "andriy", "andrej", "andrew", "andreas", "andrzej"],
        &["pierre", "peter", "petr", "petro", "piotr", "pyotr", "pedro", "pietro"],
        &["paul", "pavel", "pavlo", "pablo", "paolo", "pawel"],
        &["jean", "john", "ivan", "juan", "johannes", "jan", "giovanni", "ion", "johann"],
        &["jules", "julius", "julio"],
        &["georges", "george", "georg", "jorge", "giorgio", "heorhii", "gueorgui", "georgi", "georgy"],
        &["basile", "vassili", "vasily", "vasyl", "vasili"],
        &["eugene", "evgueni", "yevgeny", "evgeny", "yevhen", "evgeni", "ievguen", "evgenii"],
        &["igor", "ihor"],
        &["oleg", "oleh"],
        &["cyrille", "kirill", "kyrylo", "kyrill"],
        &["constantin", "konstantin", "kostiantyn"],
        &["denis", "denys", "dennis"],
        &["victor", "viktor"],
        &["viatcheslav", "vyacheslav", "viacheslav"],
        &["youri", "yuri", "yury", "iouri", "iurii", "yurii", "jurij"],
        &["ioulia", "yulia", "iuliia", "julia", "julie"],
        &["catherine", "katherine", "ekaterina", "kateryna", "katarina"],
        &["helene", "helena", "elena", "olena"],
        &["irene", "irina", "iryna"],
        &["nathalie", "natalia", "nataliia", "natalya", "natalie"],
        &["marie", "maria", "mary", "mariia", "mariya"],
        &["anne", "anna", "ann", "hanna"],
        &["tatiana", "tetiana", "tatyana"],
        &["joseph", "josef", "jozef", "iossif", "jose", "giuseppe", "joe", "youssef", "yusuf", "yousef"],
        &["mohammed", "mohamed", "muhammad", "mohammad", "mohamad", "mehmet", "mahamat", "muhammed"],
        &["ahmed", "ahmad", "ahmet"],
        &["hussein", "hossein", "hussain", "husayn", "hocine"],
        &["bachar", "bashar"],
        &["ehoud", "ehud"],
        &["benyamin", "benjamin", "binyamin"],
        &["shimon", "simon", "shimone"],
        &["abdelfattah", "abdelfatah", "abdulfattah"],
        &["joe", "joseph"],
        &["bill", "william", "guillaume"],
        &["bob", "robert", "roberto"],
        &["mike", "michael", "mick"],
    ];
    VARIANTS.iter().any(|group| group.contains(&a) && group.contains(&b))
}

/// The same word in another transliteration.
fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (skeleton(a), skeleton(b));
    if x == y {
        return true;
    }
    // One slip in a long name; short names differ by one letter and are different.
    let long = x.chars().count().min(y.chars().count()) >= 7;
    long && x.chars().next() == y.chars().next() && strsim::damerau_levenshtein(&x, &y) <= 1
}

/// What the transliterations of one word share: endings "-off/-ov", "-sky/-ski/-skyi", "ou/u", "tch/ch", "kh/h", "w/v",
/// "y/i/j", doubled letters.
pub(crate) fn skeleton(word: &str) -> String {
    let mut s = word.to_owned();
    for (from, to) in [
        ("chtch", "sc"),
        ("shch", "sc"),
        ("tsch", "c"),
        ("tch", "c"),
        ("sch", "s"),
        ("ch", "c"),
        ("sh", "s"),
        ("cz", "c"),
        ("kh", "h"),
        ("gh", "g"),
        ("zh", "j"),
        ("ph", "f"),
        ("th", "t"),
        ("dj", "j"),
        ("ou", "u"),
        ("oo", "u"),
        ("w", "v"),
        ("ck", "k"),
        ("qu", "k"),
        ("q", "k"),
        ("x", "ks"),
        ("yi", "i"),
        ("iy", "i"),
        ("ij", "i"),
        ("yj", "i"),
        ("y", "i"),
        ("ss", "s"),
        ("ts", "c"),
        ("tz", "c"),
        ("z", "s"),
    ] {
        s = s.replace(from, to);
    }
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    for (from, to) in [("of", "ov"), ("ef", "ev"), ("ine", "in")] {
        if let Some(stem) = out.strip_suffix(from) {
            out = format!("{stem}{to}");
        }
    }
    out
}

/// The same person in another spelling, for sure: [`person_likeness`] is [`Likeness::Same`].
pub fn same_name(a: &str, b: &str) -> bool {
    person_likeness(a, b) == Likeness::Same
}

/// Compares bodies by all the names that two reports give them (long forms and acronyms): the same if they share a name,
/// or an acronym; compatible if an acronym of one has the initials of a long form of the other. Names in two languages
/// are never matched by translating.
pub fn body_likeness<'a>(a: impl IntoIterator<Item = &'a str>, b: impl IntoIterator<Item = &'a str>) -> Likeness {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.into_iter().collect(), b.into_iter().collect());
    let mut best = Likeness::Different;
    for x in &a {
        for y in &b {
            let pair = match (is_acronym(x), is_acronym(y)) {
                (true, true) if acronym_key(x) == acronym_key(y) => Likeness::Same,
                (false, false) if same_long_form(x, y) => Likeness::Same,
                (true, false) if acronym_fits(x, y) => Likeness::Compatible,
                (false, true) if acronym_fits(y, x) => Likeness::Compatible,
                _ => Likeness::Different,
            };
            best = best.max(pair);
        }
    }
    best
}

/// The same words of substance in the same order, one of plural or article apart.
fn same_long_form(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    if a == b {
        return !a.is_empty();
    }
    let words = |s: &str| -> Vec<String> {
        s.split(' ')
            .filter(|w| {
                !matches!(
                    *w,
                    "de" | "d" | "du" | "des" | "la" | "le" | "les" | "l" | "et" | "of" | "the" | "and" | "for" | "a"
                )
            })
            .map(|w| w.trim_end_matches('s').to_owned())
            .collect()
    };
    let (a, b) = (words(&a), words(&b));
    a.len() > 1 && a == b
}

/// Written as an acronym: "JCS", "C.G.T.".
pub fn is_acronym(name: &str) -> bool {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
    !name.contains(' ')
        && (2..=8).contains(&letters.len())
        && letters.iter().filter(|c| c.is_uppercase()).count() + 1 > letters.len()
}

fn acronym_key(name: &str) -> String {
    fold(name).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_person_meet() {
        for (a, b) in [
            ("Volodymyr Horbatsky", "Volodymyr Horbatskyy"),
            ("Volodymyr Horbatsky", "Vladimir Horbatski"),
            ("V. Horbatsky", "Volodymyr Horbatskyi"),
            ("Vladimir Poutine", "Vladimir Putin"),
            ("Kim Jong-un", "Kim Jong Un"),
            ("Dmitri Morozov", "Dmitry Morozov"),
            ("Sergueï Lavrov", "Sergey Lavrov"),
            ("Mikhaïl Gorbatchev", "Mikhail Gorbachev"),
            ("Boris Eltsine", "Boris Eltsin"),
            ("Nikita Khrouchtchev", "Nikita Khrushchev"),
            ("Oleksandr Lypsky", "Oleksandre Lypskyï"),
            ("DURAND Paul", "Paul Durand"),
            ("Jean-Luc Mélenchon", "Jean-Luc Melenchon"),
            ("Pedro Sánchez", "Pedro Sánchez Pérez"),
            ("Joseph Biden", "Joseph Robinette Biden"),
        ] {
            assert_eq!(
                person_likeness(a, b),
                Likeness::Same,
                "{a} / {b}: {} {}",
                skeleton(&fold(a)),
                skeleton(&fold(b))
            );
            assert_eq!(person_likeness(b, a), Likeness::Same, "{b} / {a}");
        }
    }

    #[test]
    fn a_family_name_alone_is_only_compatible() {
        for (a, b) in [
            ("Horbatsky", "Volodymyr Horbatskyy"),
            ("Kim", "Kim Jong-un"),
            ("de Gaulle", "Charles de Gaulle"),
            ("Xi", "Xi Jinping"),
            ("Martin", "Martin"),
        ] {
            assert_eq!(person_likeness(a, b).min(Likeness::Compatible), Likeness::Compatible, "{a} / {b}");
        }
        assert_eq!(person_likeness("Kim", "Kim Jong-un"), Likeness::Compatible);
    }

    #[test]
    fn different_people_stay_apart() {
        for (a, b) in [
            ("Kim Jong-un", "Kim Jong-il"),
            ("Kim Jong-un", "Kim Yo-jong"),
            ("Jean Martin", "Paul Martin"),
            ("Jean-Pierre Martin", "Jean-Paul Martin"),
            ("George Bush", "Kate Bush"),
            ("Marie Durand", "Marie Dupont"),
            ("Ali", "Oli"),
            ("", "Ali"),
        ] {
            assert_eq!(person_likeness(a, b), Likeness::Different, "{a} / {b}");
        }
    }

    #[test]
    fn bodies_meet_by_name_or_acronym_never_by_translation() {
        assert_eq!(
            body_likeness(["Joint Chiefs of Staff", "JCS"], ["comité des chefs d'état-major", "JCS"]),
            Likeness::Same
        );
        assert_eq!(
            body_likeness(["Service national du renseignement"], ["service national de renseignement"]),
            Likeness::Same
        );
        assert_eq!(body_likeness(["Office national des forêts"], ["ONF"]), Likeness::Compatible);
        assert_eq!(
            body_likeness(["Institut d'étude de la guerre"], ["Institute for the Study of War"]),
            Likeness::Different
        );
        assert_eq!(body_likeness(["ministère de la Défense"], ["ministère de la Santé"]), Likeness::Different);
        assert_eq!(body_likeness([], ["ONU"]), Likeness::Different);
    }
}
