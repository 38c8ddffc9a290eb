//! Sentences of made-up wire stories: sections of a data file, choices in brackets, slots that the facts of an event fill.

use std::collections::BTreeMap;

use crate::random::Random;

/// A language of the made-up collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lang {
    Fr,
    En,
}

/// The sentences of one language by section.
pub(super) struct Grammar {
    sections: BTreeMap<&'static str, Vec<&'static str>>,
    pub(super) lang: Lang,
}

/// Slots and what fills them.
pub(super) type Facts = BTreeMap<&'static str, String>;

/// Sections in the order in which a report goes through them.
pub(super) const PARTS: [&str; 8] = ["lead", "toll", "cause", "response", "official", "witness", "background", "next"];

impl Grammar {
    pub(super) fn new(lang: Lang) -> Self {
        let text = match lang {
            Lang::Fr => include_str!("fr.txt"),
            Lang::En => include_str!("en.txt"),
        };
        let mut sections: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut section = "";
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            // A section's name has no space; a sentence may begin with a choice.
            match line.strip_prefix('[').and_then(|l| l.strip_suffix(']')).filter(|l| !l.contains([' ', '|'])) {
                Some(name) => section = name,
                None => sections.entry(section).or_default().push(line),
            }
        }
        Self { sections, lang }
    }

    /// Number of sentences of a section.
    pub(super) fn len(&self, section: &str) -> usize {
        self.sections[section].len()
    }

    /// The `nth` sentence of a section, its choices made, its slots filled.
    pub(super) fn sentence(&self, section: &str, nth: usize, facts: &Facts, random: &mut Random) -> String {
        let mut out = String::new();
        let mut rest = self.sections[section][nth];
        while let Some(at) = rest.find(['[', '<']) {
            out.push_str(&rest[..at]);
            let end = if rest[at..].starts_with('[') { ']' } else { '>' };
            let close = at + rest[at..].find(end).expect("a choice or a slot ends");
            let inside = &rest[at + 1..close];
            if end == '>' {
                out.push_str(&facts[inside]);
            } else {
                let choices: Vec<&str> = inside.split('|').collect();
                out.push_str(&filled(random.pick(&choices), facts));
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }

    /// Any sentence of a section.
    pub(super) fn any(&self, section: &str, facts: &Facts, random: &mut Random) -> String {
        let nth = random.below(self.len(section));
        self.sentence(section, nth, facts, random)
    }
}

fn filled(choice: &str, facts: &Facts) -> String {
    match choice.split_once('<') {
        None => choice.to_owned(),
        Some((before, rest)) => {
            let (slot, after) = rest.split_once('>').expect("a slot ends");
            format!("{before}{}{}", facts[slot], filled(after, facts))
        }
    }
}

/// A name of made-up syllables.
pub(super) fn name(random: &mut Random) -> String {
    const STARTS: [&str; 24] = [
        "Bar", "Cal", "Dor", "Ern", "Fal", "Gor", "Hul", "Ist", "Jar", "Kel", "Lom", "Mar", "Nor", "Orv", "Pel",
        "Quer", "Ros", "Sal", "Tor", "Ulm", "Var", "Wes", "Yor", "Zan",
    ];
    const MIDDLES: [&str; 16] =
        ["a", "e", "i", "o", "u", "an", "el", "ir", "on", "us", "ami", "era", "illo", "ono", "ude", "ay"];
    const ENDS: [&str; 20] = [
        "court", "dale", "fort", "gny", "ham", "lac", "mont", "nay", "port", "rive", "sac", "ton", "val", "ville",
        "wick", "zac", "brook", "bec", "lin", "rey",
    ];
    format!("{}{}{}", random.pick(&STARTS), random.pick(&MIDDLES), random.pick(&ENDS))
}

/// What one event is about: the same for all who report it.
pub(super) fn facts(lang: Lang, random: &mut Random) -> Facts {
    let fr = lang == Lang::Fr;
    let person = |random: &mut Random| {
        let given: [&str; 12] = if fr {
            ["Jean", "Marie", "Luc", "Anne", "Paul", "Rose", "Guy", "Inès", "Léo", "Zoé", "Tom", "Nadia"]
        } else {
            ["John", "Mary", "Luke", "Ann", "Paul", "Rose", "Guy", "Ines", "Leo", "Zoe", "Tom", "Nadia"]
        };
        format!("{} {}", random.pick(&given), name(random))
    };
    let what: [&str; 10] = if fr {
        [
            "l'incendie",
            "l'explosion",
            "l'inondation",
            "l'éboulement",
            "l'accident",
            "l'effondrement",
            "l'orage",
            "l'avalanche",
            "l'attaque",
            "l'écroulement",
        ]
    } else {
        [
            "the fire",
            "the explosion",
            "the flood",
            "the landslide",
            "the crash",
            "the collapse",
            "the storm",
            "the avalanche",
            "the attack",
            "the tremor",
        ]
    };
    let days: [&str; 7] = if fr {
        ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    } else {
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    };
    let bodies: [&str; 4] = if fr {
        ["la préfecture", "les pompiers", "la protection civile", "la gendarmerie"]
    } else {
        ["the fire service", "the governor's office", "civil protection", "the police"]
    };
    let titles: [&str; 4] = if fr {
        ["Le ministre de l'Intérieur", "Le président de la région", "Le maire", "Le secrétaire d'État"]
    } else {
        ["Interior minister", "Regional president", "Mayor", "Junior minister"]
    };
    let what = random.pick(&what).to_owned();
    let mut capital = what.clone();
    capital.replace_range(..1, &what[..1].to_uppercase());
    let number = |random: &mut Random, from: usize, to: usize| (from + random.below(to - from)).to_string();
    let street = if fr { format!("rue {}", name(random)) } else { format!("{} Street", name(random)) };
    Facts::from([
        ("what", what),
        ("What", capital),
        ("place", name(random)),
        ("town", name(random)),
        ("day", random.pick(&days).to_owned()),
        ("body1", random.pick(&bodies).to_owned()),
        ("title1", random.pick(&titles).to_owned()),
        ("name1", person(random)),
        ("name2", person(random)),
        ("name3", person(random)),
        ("street", street),
        ("org", name(random)),
        ("n1", number(random, 12, 90)),
        ("n2", number(random, 120, 980)),
        ("n3", number(random, 3, 12)),
        ("money", number(random, 2, 40)),
    ])
}

/// A few words that only this sentence has: a time, a hamlet, a person asked.
pub(super) fn aside(grammar: &Grammar, random: &mut Random) -> String {
    let hour = match grammar.lang {
        Lang::Fr => format!("{} h {:02}", random.below(24), random.below(60)),
        Lang::En => format!("{}:{:02}", random.below(24), random.below(60)),
    };
    let facts = Facts::from([
        ("hour", hour),
        ("hamlet", name(random)),
        ("person", name(random)),
        ("n", (4 + random.below(60)).to_string()),
    ]);
    grammar.any("aside", &facts, random)
}
