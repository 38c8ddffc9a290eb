//! Verb forms by rule and table: the lemmatizer errs on exactly the verbs that attribute, so cues are found by form.
//! Over-generation ("rapèle") is harmless: a form that no text holds is never looked up.

use smol_str::{SmolStr, format_smolstr};

/// What a form says of mood and tense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Inflection {
    /// Present, past or imperfect of the indicative, subjunctive, imperative.
    Finite,
    /// Infinitive.
    Infinitive,
    /// Present participle, gerund.
    Gerund,
    /// Past participle.
    Participle,
    /// English form in -ed, past or participle.
    PastOrParticiple,
}

/// All forms of a French verb. `irregular` holds the lines of `fr/conjugation.tsv`.
pub(crate) fn french(lemma: &str, irregular: &[Vec<&str>]) -> Vec<(SmolStr, Inflection)> {
    let mut out = Forms::default();
    out.add(lemma, Inflection::Infinitive);
    let family = irregular.iter().filter(|f| f.len() >= 7 && lemma.ends_with(f[0])).max_by_key(|f| f[0].len());
    if let Some(f) = family {
        let prefix = &lemma[..lemma.len() - f[0].len()];
        for form in f[1].split_whitespace().chain(f[3].split_whitespace()) {
            out.add(&format!("{prefix}{form}"), Inflection::Finite);
        }
        out.imperfect(&format!("{prefix}{}", f[2]));
        out.future(&format!("{prefix}{}", f[4]));
        for form in f[5].split_whitespace() {
            out.add(&format!("{prefix}{form}"), Inflection::Finite);
        }
        out.participle(&format!("{prefix}{}", f[6]));
    } else if let Some(stem) = lemma.strip_suffix("er") {
        first_group(stem, &mut out);
    } else if let Some(stem) = lemma.strip_suffix("ir") {
        for e in ["is", "it", "issons", "issez", "issent", "isse", "isses", "issions", "issiez", "irent"] {
            out.add(&format!("{stem}{e}"), Inflection::Finite);
        }
        out.imperfect(&format!("{stem}iss"));
        out.future(&format!("{stem}ir"));
        out.participle(&format!("{stem}i"));
    } else if let Some(stem) = lemma.strip_suffix("re") {
        for e in ["s", "", "ons", "ez", "ent", "e", "es", "it", "irent"] {
            out.add(&format!("{stem}{e}"), Inflection::Finite);
        }
        out.imperfect(stem);
        out.future(&format!("{stem}r"));
        out.participle(&format!("{stem}u"));
    }
    out.list
}

/// Verbs in -er with their changes of spelling (place/plaçons, mange/mangeons, suggère, rappelle, essaie).
fn first_group(stem: &str, out: &mut Forms) {
    let before_a = match stem.chars().last() {
        Some('g') => format!("{stem}e"),
        Some('c') => format!("{}ç", &stem[..stem.len() - 1]),
        _ => stem.to_owned(),
    };
    for e in ["ez", "iez", "ions", "èrent"] {
        out.add(&format!("{stem}{e}"), Inflection::Finite);
    }
    for e in ["ons", "ais", "ait", "aient", "ai", "as", "a", "âmes", "ât"] {
        out.add(&format!("{before_a}{e}"), Inflection::Finite);
    }
    out.add(&format!("{before_a}ant"), Inflection::Gerund);
    out.participle(&format!("{stem}é"));
    for s in mute_stems(stem) {
        for e in ["e", "es", "ent"] {
            out.add(&format!("{s}{e}"), Inflection::Finite);
        }
        out.future(&format!("{s}er"));
    }
    out.future(&format!("{stem}er"));
}

/// Stems before a mute e: as it is, with a grave accent, with a doubled consonant, with i for y.
fn mute_stems(stem: &str) -> Vec<String> {
    let mut out = vec![stem.to_owned()];
    let chars: Vec<char> = stem.chars().collect();
    if let Some(v) = chars.iter().rposition(|c| matches!(c, 'e' | 'é')) {
        let tail = chars.len() - v - 1;
        if (1..=2).contains(&tail) && chars[v + 1..].iter().all(|c| c.is_alphabetic() && !"aeiouyéèê".contains(*c)) {
            let mut grave = chars.clone();
            grave[v] = 'è';
            out.push(grave.into_iter().collect());
            if tail == 1 && chars[v] == 'e' {
                let mut double = chars.clone();
                double.push(chars[v + 1]);
                out.push(double.into_iter().collect());
            }
        }
    }
    if let Some(head) = stem.strip_suffix('y') {
        out.push(format!("{head}i"));
    }
    out
}

/// All forms of an English verb (its first word). `irregular` holds the lines of `en/conjugation.tsv`.
pub(crate) fn english(lemma: &str, irregular: &[Vec<&str>]) -> Vec<(SmolStr, Inflection)> {
    let mut out = Forms::default();
    out.add(lemma, Inflection::Finite);
    out.add(lemma, Inflection::Infinitive);
    let last = lemma.chars().last().unwrap_or('x');
    let before = lemma.chars().rev().nth(1).unwrap_or('x');
    let vowel = |c: char| "aeiou".contains(c);
    let y = last == 'y' && !vowel(before);
    let stem = lemma.strip_suffix('e').unwrap_or(lemma);
    let ys = lemma.strip_suffix('y').unwrap_or(lemma);
    if y {
        out.add(&format!("{ys}ies"), Inflection::Finite);
    } else {
        out.add(&format!("{lemma}s"), Inflection::Finite);
        out.add(&format!("{lemma}es"), Inflection::Finite);
    }
    out.add(&format!("{stem}ing"), Inflection::Gerund);
    out.add(&format!("{lemma}ing"), Inflection::Gerund);
    let doubled = !vowel(last) && vowel(before) && last.is_ascii() && !"wxy".contains(last);
    if doubled {
        out.add(&format!("{lemma}{last}ing"), Inflection::Gerund);
    }
    match irregular.iter().find(|f| f[0] == lemma && f.len() >= 3) {
        Some(f) => {
            for past in f[1].split(',') {
                let same = f[2].split(',').any(|p| p == past);
                out.add(past, if same { Inflection::PastOrParticiple } else { Inflection::Finite });
            }
            for p in f[2].split(',').filter(|p| f[1].split(',').all(|x| x != *p)) {
                out.add(p, Inflection::Participle);
            }
            if lemma == "be" {
                for form in ["am", "is", "are", "'s", "'re", "'m"] {
                    out.add(form, Inflection::Finite);
                }
            }
            if lemma == "have" {
                out.add("has", Inflection::Finite);
            }
        }
        None if y => out.add(&format!("{ys}ied"), Inflection::PastOrParticiple),
        None => {
            out.add(&format!("{stem}ed"), Inflection::PastOrParticiple);
            if doubled {
                out.add(&format!("{lemma}{last}ed"), Inflection::PastOrParticiple);
            }
        }
    }
    out.list
}

#[derive(Default)]
struct Forms {
    list: Vec<(SmolStr, Inflection)>,
}

impl Forms {
    fn add(&mut self, form: &str, inflection: Inflection) {
        self.list.push((SmolStr::new(form), inflection));
    }

    fn imperfect(&mut self, stem: &str) {
        for e in ["ais", "ait", "ions", "iez", "aient"] {
            self.add(&format!("{stem}{e}"), Inflection::Finite);
        }
        self.add(&format!("{stem}ant"), Inflection::Gerund);
    }

    fn future(&mut self, stem: &str) {
        for e in ["ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient"] {
            self.add(&format!("{stem}{e}"), Inflection::Finite);
        }
    }

    fn participle(&mut self, masculine: &str) {
        for e in ["", "e", "s", "es"] {
            if e == "s" && masculine.ends_with('s') {
                continue;
            }
            self.list.push((format_smolstr!("{masculine}{e}"), Inflection::Participle));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(forms: &[(SmolStr, Inflection)], form: &str, inflection: Inflection) -> bool {
        forms.iter().any(|(f, i)| f == form && *i == inflection)
    }

    #[test]
    fn french_spelling_changes() {
        assert!(has(&french("annoncer", &[]), "annonçait", Inflection::Finite));
        assert!(has(&french("suggérer", &[]), "suggèrent", Inflection::Finite));
        assert!(has(&french("rappeler", &[]), "rappelle", Inflection::Finite));
        assert!(has(&french("marteler", &[]), "martèle", Inflection::Finite));
        assert!(has(&french("juger", &[]), "jugeant", Inflection::Gerund));
        assert!(has(&french("avertir", &[]), "avertissent", Inflection::Finite));
        assert!(has(&french("prétendre", &[]), "prétendaient", Inflection::Finite));
        assert!(has(&french("répondre", &[]), "répondu", Inflection::Participle));
    }

    #[test]
    fn french_families() {
        let table = vec![
            "dire	dis dis dit disons dites disent	dis	dit dirent	dir	dise disent	dit".split('\t').collect(),
            "contredire	contredis contredis contredit contredisons contredisez contredisent	contredis	contredit contredirent	contredir	contredise contredisent	contredit".split('\t').collect(),
        ];
        assert!(has(&french("dire", &table), "diraient", Inflection::Finite));
        assert!(has(&french("redire", &table), "redites", Inflection::Finite));
        assert!(has(&french("contredire", &table), "contredisez", Inflection::Finite));
        assert!(has(&french("dire", &table), "disant", Inflection::Gerund));
    }

    #[test]
    fn english_forms() {
        let table = vec!["say	said	said".split('\t').collect(), "know	knew	known".split('\t').collect()];
        assert!(has(&english("say", &table), "said", Inflection::PastOrParticiple));
        assert!(has(&english("know", &table), "known", Inflection::Participle));
        assert!(has(&english("deny", &[]), "denies", Inflection::Finite));
        assert!(has(&english("deny", &[]), "denied", Inflection::PastOrParticiple));
        assert!(has(&english("argue", &[]), "arguing", Inflection::Gerund));
        assert!(has(&english("admit", &[]), "admitted", Inflection::PastOrParticiple));
        assert!(has(&english("claim", &[]), "claims", Inflection::Finite));
    }
}
