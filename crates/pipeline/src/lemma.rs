//! spaCy's rule lemmatizers for French and English.

use std::{collections::BTreeMap, sync::Arc};

use smol_str::SmolStr;

use crate::{
    convert::form_key,
    hash::string_id,
    image::{HashTable, Image, ImageError, StringTable},
    pystr,
    recipe::LemmatizerRecipe,
    token::Pos,
};

/// Lemma tables of a model.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    language: Language,
    lookup: Option<StringTable>,
    tables: BTreeMap<Pos, Tables>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    French,
    English,
}

/// Tables of one part of speech.
#[derive(Debug, Default)]
struct Tables {
    rules: Vec<(String, String)>,
    exceptions: Option<StringTable>,
    index: Option<HashTable>,
}

impl Lemmatizer {
    /// Reads the tables of an image.
    pub(crate) fn open(image: &Arc<Image>, lang: &str, recipe: &LemmatizerRecipe) -> Result<Lemmatizer, ImageError> {
        let mut tables: BTreeMap<Pos, Tables> = BTreeMap::new();
        let pos = |name: &str| Pos::from_name(&name.to_ascii_uppercase()).unwrap_or(Pos::None);
        for (name, rules) in &recipe.rules {
            tables.entry(pos(name)).or_default().rules = rules.clone();
        }
        for name in &recipe.exceptions {
            let table = StringTable::open(image, &format!("lemma.exc.{name}"))?;
            tables.entry(pos(name)).or_default().exceptions = Some(table);
        }
        for name in &recipe.index {
            let table = HashTable::open(image, &format!("lemma.index.{name}"))?;
            tables.entry(pos(name)).or_default().index = Some(table);
        }
        let lookup =
            if image.has("lemma.lookup.keys") { Some(StringTable::open(image, "lemma.lookup")?) } else { None };
        let language = if lang == "fr" { Language::French } else { Language::English };
        Ok(Lemmatizer { language, lookup, tables })
    }

    /// The lemma of a token; `lower` is its lower-case text, `base` whether it is its own lemma.
    pub(crate) fn lemma(&self, text: &SmolStr, lower: &SmolStr, pos: Pos, base: bool) -> SmolStr {
        match (pos, self.language) {
            _ if base => lower.clone(),
            (Pos::None | Pos::Space, _) => lower.clone(),
            (_, Language::French) => self.french(text, lower, pos),
            (_, Language::English) => self.english(text, lower, pos),
        }
    }

    /// Whether a form is its own lemma, by its features (English only).
    pub(crate) fn is_base_form(&self, pos: Pos, morph: &str) -> bool {
        if self.language == Language::French {
            return false;
        }
        let value = |name: &str| {
            morph.split('|').find_map(|feature| feature.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default()
        };
        let verb_form = value("VerbForm");
        (pos == Pos::Noun && value("Number") == "Sing")
            || (pos == Pos::Verb && verb_form == "Fin" && value("Tense") == "Pres" && value("Number").is_empty())
            || matches!(verb_form, "Inf" | "None")
            || value("Degree") == "Pos"
    }

    fn french(&self, text: &SmolStr, lower: &SmolStr, pos: Pos) -> SmolStr {
        let lookup = |s: &SmolStr| match self.lookup.as_ref().and_then(|table| table.get(string_id(s))) {
            Some(lemma) => SmolStr::new(lemma),
            None => s.clone(),
        };
        let ruled = matches!(
            pos,
            Pos::Noun
                | Pos::Verb
                | Pos::Adj
                | Pos::Adp
                | Pos::Adv
                | Pos::Aux
                | Pos::Cconj
                | Pos::Det
                | Pos::Pron
                | Pos::Punct
                | Pos::Sconj
        );
        if !ruled {
            return lookup(text);
        }
        let Some(tables) = self.tables.get(&pos) else { return lookup(lower) };
        let known = |form: &str| tables.index.as_ref().is_some_and(|index| index.get(form_key(form)).is_some());
        if known(lower) {
            return lower.clone();
        }
        if let Some(lemmas) = tables.exceptions.as_ref().and_then(|table| table.get(form_key(lower))) {
            return SmolStr::new(lemmas.split('\t').next().unwrap_or(lemmas));
        }
        let mut unknown = None;
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if known(&form) || !pystr::all_alpha(&form) {
                return SmolStr::new(form);
            }
            unknown.get_or_insert(form);
        }
        unknown.map_or_else(|| lookup(lower), SmolStr::new)
    }

    fn english(&self, text: &SmolStr, lower: &SmolStr, pos: Pos) -> SmolStr {
        let Some(tables) = self.tables.get(&pos) else {
            return if pos == Pos::Propn { text.clone() } else { lower.clone() };
        };
        let known = |form: &str| tables.index.as_ref().is_some_and(|index| index.get(form_key(form)).is_some());
        let mut forms: Vec<String> = Vec::new();
        let mut unknown: Option<String> = None;
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(old.as_str()) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if known(&form) {
                forms.insert(0, form);
            } else if !pystr::all_alpha(&form) {
                forms.push(form);
            } else {
                unknown.get_or_insert(form);
            }
        }
        let exceptions = tables.exceptions.as_ref().and_then(|table| table.get(form_key(lower)));
        for form in exceptions.into_iter().flat_map(|all| all.split('\t')) {
            if !forms.iter().any(|f| f == form) {
                forms.insert(0, form.to_owned());
            }
        }
        match forms.into_iter().next().or(unknown) {
            Some(form) => SmolStr::new(form),
            None => text.clone(),
        }
    }
}
