//! What happened to the people counted.

use std::sync::LazyLock;

use recoupe_reading::{Doc, Lang, Pos};
use smol_str::SmolStr;

use super::phrases;
use super::tree::{Tree, ancestors};
use crate::claim::Role;
use crate::lexicon::{WordMap, fold, rows};

struct Lexicon {
    noun: WordMap<Role>,
    verb: WordMap<Role>,
    subject: WordMap<Role>,
    of: WordMap<Role>,
    with: WordMap<Role>,
}

fn lexicon(lang: Lang) -> &'static Lexicon {
    fn load(source: &'static str) -> Lexicon {
        let mut out = Lexicon {
            noun: WordMap::default(),
            verb: WordMap::default(),
            subject: WordMap::default(),
            of: WordMap::default(),
            with: WordMap::default(),
        };
        for row in rows(source) {
            let [role, place, forms] = row[..] else { continue };
            let Some(role) = parse(role) else { continue };
            let table = match place {
                "noun" => &mut out.noun,
                "verb" => &mut out.verb,
                "subject" => &mut out.subject,
                "with" => &mut out.with,
                _ => &mut out.of,
            };
            for form in forms.split('|').map(str::trim) {
                let reflexive = form.strip_prefix("s'").map(|bare| format!("se {bare}"));
                table.entry(fold(reflexive.as_deref().unwrap_or(form))).or_insert(role);
            }
        }
        out
    }
    static FR: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../fr/roles.tsv")));
    static EN: LazyLock<Lexicon> = LazyLock::new(|| load(include_str!("../en/roles.tsv")));
    match lang {
        Lang::En => &EN,
        Lang::Fr | Lang::Other => &FR,
    }
}

pub(super) fn parse(name: &str) -> Option<Role> {
    Some(match name {
        "killed" => Role::Killed,
        "wounded" => Role::Wounded,
        "missing" => Role::Missing,
        "captured" => Role::Captured,
        "casualties" => Role::Casualties,
        "displaced" => Role::Displaced,
        "evacuated" => Role::Evacuated,
        "detained" => Role::Detained,
        "deployed" => Role::Deployed,
        "present" => Role::Present,
        "infected" => Role::Infected,
        "other" => Role::Other,
        _ => return None,
    })
}

fn forms(doc: &Doc, token: usize) -> Vec<SmolStr> {
    let t = &doc.tokens[token];
    let lower = fold(&t.lower);
    let mut out = vec![lower.clone(), fold(&t.lemma)];
    for suffix in ["s", "es", "e", "x"] {
        if let Some(stem) = lower.strip_suffix(suffix) {
            out.push(stem.into());
        }
    }
    if let Some(stem) = lower.strip_suffix("ies") {
        out.push(format!("{stem}y").into());
    }
    out
}

fn look(table: &WordMap<Role>, doc: &Doc, token: usize) -> Option<Role> {
    forms(doc, token).iter().find_map(|f| table.get(f)).copied()
}

/// The role that a noun or participle says by itself ("morts", "blessés", "wounded").
pub(crate) fn of_noun(doc: &Doc, token: usize) -> Option<Role> {
    if is_decree(doc, token) {
        return None;
    }
    look(&lexicon(doc.sentence_of(token).lang).noun, doc, token)
}

/// "60 arrêtés d'expulsion", "12 arrêtés municipaux": decrees, not people arrested.
pub(crate) fn is_decree(doc: &Doc, token: usize) -> bool {
    if !matches!(doc.tokens[token].lower.as_str(), "arrêté" | "arrêtés") {
        return false;
    }
    let next = doc.tokens.get(token + 1).map_or("", |t| t.lower.as_str());
    let of = matches!(next, "de" | "d'" | "du" | "interdisant" | "portant" | "autorisant" | "ministériels" | "royaux");
    of || next.ends_with("paux") || next.ends_with("oraux")
}

/// The role that a verb gives to what it acts on, or to its subject.
pub(crate) fn of_verb(doc: &Doc, verb: usize, passive_or_object: Acts) -> Option<Role> {
    let lexicon = lexicon(doc.sentence_of(verb).lang);
    match passive_or_object {
        Acts::On => look(&lexicon.verb, doc, verb),
        Acts::Self_ if is_reflexive(doc, verb) => forms(doc, verb)
            .iter()
            .find_map(|f| lexicon.subject.get(format!("se {f}").as_str()))
            .copied()
            .or_else(|| look(&lexicon.subject, doc, verb)),
        Acts::Self_ => look(&lexicon.subject, doc, verb),
    }
}

/// "s'entraînent", "se sont réunis": the pronoun stands in front, at most an auxiliary between.
fn is_reflexive(doc: &Doc, verb: usize) -> bool {
    let pronoun = |t: usize| matches!(doc.tokens[t].lower.as_str(), "se" | "s'");
    (1..=2).any(|back| verb.checked_sub(back).is_some_and(pronoun))
}

/// How a verb bears on the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Acts {
    /// They are its object, or the subject of its passive.
    On,
    /// They do it.
    Self_,
}

/// The role of the people that `token` (the counted head, or the number itself) stands for.
pub(crate) fn of(doc: &Doc, tree: &Tree, token: usize, phrase: Option<&std::ops::Range<usize>>) -> Role {
    let role = told(doc, tree, token, phrase, None);
    // "Six are in hospital; two are in critical condition": nearer than what the verb before says.
    let open = matches!(role, Role::Other | Role::Present) || role == Role::Infected && of_noun(doc, token).is_none();
    let end = phrase.map_or(token, |p| token.max(p.end.max(1) - 1));
    if open && in_condition(doc, end) {
        return Role::Wounded;
    }
    if let Some(role) = phrases::behind(doc, end + 1).filter(|_| open) {
        return role;
    }
    if let Some(role) = ailment(doc, end).filter(|_| open) {
        return role;
    }
    if !matches!(role, Role::Displaced | Role::Casualties) {
        return role;
    }
    // Migrants are displaced and victims are casualties, until the verb says what befell them.
    match told(doc, tree, token, phrase, Some(role)) {
        befell @ (Role::Killed
        | Role::Wounded
        | Role::Missing
        | Role::Casualties
        | Role::Detained
        | Role::Evacuated) => befell,
        _ => role,
    }
}

/// What the noun and its own modifiers say; "tués ou blessés" are casualties.
pub(crate) fn of_itself(doc: &Doc, tree: &Tree, token: usize, phrase: Option<&std::ops::Range<usize>>) -> Option<Role> {
    let lexicon = lexicon(doc.sentence_of(token).lang);
    let mut own: Vec<Role> = Vec::new();
    let range = phrase.cloned().unwrap_or(token..token + 1);
    // "sept victimes mortelles", "fatal victims"
    let deadly = |t: usize| {
        matches!(doc.tokens[t].lower.as_str(), "mortel" | "mortelle" | "mortels" | "mortelles" | "fatal" | "deadly")
    };
    if look(&lexicon.noun, doc, token) == Some(Role::Casualties) && range.clone().any(deadly) {
        return Some(Role::Killed);
    }
    let mut add = |role: Option<Role>| own.extend(role);
    add(look(&lexicon.noun, doc, token));
    for t in range.filter(|t| *t != token) {
        if matches!(doc.tokens[t].pos, Pos::Adj | Pos::Verb) {
            add(look(&lexicon.noun, doc, t));
        }
    }
    for &kid in tree.kids(token) {
        if matches!(doc.tokens[kid].dep.as_str(), "amod" | "acl" | "conj")
            && matches!(doc.tokens[kid].pos, Pos::Adj | Pos::Verb)
            // "a gunman killing three people" is none of them, nor are the passers-by in "tuant des passants et en blessant".
            && doc.tokens[kid].tag != "VBG"
            && !(doc.tokens[kid].has("VerbForm=Part") && doc.tokens[kid].has("Tense=Pres"))
        {
            add(look(&lexicon.noun, doc, kid).or_else(|| look(&lexicon.verb, doc, kid)));
            // "3,000 men killed or wounded"
            for &other in tree.kids(kid).iter().filter(|k| doc.tokens[**k].dep == "conj") {
                add(look(&lexicon.noun, doc, other).or_else(|| look(&lexicon.verb, doc, other)));
            }
        }
    }
    joined(&own)
}

/// The role that the words tell, the noun's own left aside where it is `beside`.
fn told(doc: &Doc, tree: &Tree, token: usize, phrase: Option<&std::ops::Range<usize>>, beside: Option<Role>) -> Role {
    let lexicon = lexicon(doc.sentence_of(token).lang);
    let own_role = of_itself(doc, tree, token, phrase);
    if let Some(role) = own_role.filter(|r| *r != Role::Present && Some(*r) != beside) {
        return role;
    }
    // What the governing verb or noun says.
    let mut below = token;
    for above in ancestors(doc, token) {
        let dep = doc.tokens[below].dep.as_str();
        let t = &doc.tokens[above];
        // "40 are missing", the number hung on the auxiliary: the verb says it.
        if t.pos == Pos::Aux && t.dep.starts_with("aux") && dep.starts_with("nsubj") && t.head != above {
            continue;
        }
        if matches!(t.pos, Pos::Verb | Pos::Aux | Pos::Adj) || t.dep == "ROOT" && t.pos != Pos::Noun {
            let subject = dep.starts_with("nsubj");
            let passive = dep == "nsubj:pass"
                || dep == "nsubjpass"
                || tree.kid(doc, above, &["aux:pass", "auxpass"]).is_some()
                || t.has("Voice=Pass");
            let object = matches!(dep, "obj" | "dobj" | "iobj" | "xcomp" | "attr") || dep.starts_with("obj");
            let acts = if subject && !passive { Acts::Self_ } else { Acts::On };
            if subject || object || dep == "nmod" || dep.starts_with("obl") || dep == "conj" {
                // "remain missing", "sont portés disparus": the complement says it where the verb does not ("ont été capturés
                // blessés").
                let verb = of_verb(doc, above, acts).filter(|r| !matches!(r, Role::Present | Role::Other));
                let predicate = tree.kids(above).iter().filter(|k| {
                    matches!(doc.tokens[**k].dep.as_str(), "acomp" | "attr" | "xcomp" | "oprd") || **k == above + 1
                });
                let hit = matches!(verb, Some(Role::Casualties | Role::Wounded));
                if let Some(role) = predicate.into_iter().find_map(|k| look(&lexicon.noun, doc, *k))
                    && (subject && verb.is_none() || hit && role == Role::Killed)
                {
                    return role;
                }
                if (hit || is_beating(doc, above)) && is_deadly(doc, tree, above) {
                    return Role::Killed;
                }
                let mut roles: Vec<Role> = of_verb(doc, above, acts).into_iter().collect();
                for &kid in tree.kids(above) {
                    // "tués ou blessés"; a verb with people of its own tells of those, and "six autres blessés" are others.
                    let own = tree.kid(doc, kid, &["nsubj", "nsubjpass", "obj", "dobj", "nummod", "det"]).is_some()
                        || tree.kids(kid).iter().any(|k| matches!(doc.tokens[*k].lower.as_str(), "autre" | "autres"));
                    let and = matches!(doc.tokens[kid].pos, Pos::Verb | Pos::Adj | Pos::Noun) && !own;
                    let listed = kid > above && doc.tokens[kid - 1].lower == ",";
                    if (doc.tokens[kid].dep == "conj" || listed) && and && (passive || object) {
                        roles.extend(of_verb(doc, kid, acts).or_else(|| look(&lexicon.noun, doc, kid)));
                    }
                }
                if let Some(role) = joined(&roles) {
                    // "One person was not injured": nothing happened to whom.
                    return if subject && is_negated(doc, tree, above) { Role::Present } else { role };
                }
                // "ont trouvé la mort", "a coûté la vie à".
                for &kid in tree.kids(above) {
                    if doc.tokens[kid].pos == Pos::Noun
                        && matches!(fold(&doc.tokens[kid].lemma).as_str(), "mort" | "vie" | "life")
                        && matches!(
                            fold(&t.lemma).as_str(),
                            "trouver" | "perdre" | "couter" | "lose" | "claim" | "take" | "cost" | "oter"
                        )
                    {
                        return Role::Killed;
                    }
                }
                // "three men killed two guards": who does it to others is not who it befell.
                let agent = !passive && tree.kid(doc, above, &["obj", "dobj"]).is_some();
                if subject
                    && !agent
                    && matches!(t.pos, Pos::Adj | Pos::Verb)
                    && let Some(role) = look(&lexicon.noun, doc, above)
                {
                    return role;
                }
                if subject && is_being(doc, above) {
                    return own_role.unwrap_or(Role::Present);
                }
            }
            if dep != "conj" && !matches!(dep, "nmod" | "appos") {
                break;
            }
        } else if dep.starts_with("nsubj") && tree.kid(doc, above, &["cop"]).is_some() {
            // "un troisième est mort", the participle read as a noun: whatever the clause above says, this is the subject of its own.
            if let Some(role) = look(&lexicon.noun, doc, above) {
                return role;
            }
            break;
        } else if matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Pron)
            && let Some(role) = look(&lexicon.of, doc, above).filter(|_| dep == "nmod" || dep == "pobj" || dep == "obl")
        {
            return qualified(doc, above, role).unwrap_or(own_role.unwrap_or(Role::Other));
        }
        below = above;
    }
    // "il y a 12 000 soldats", "there are".
    let existential = ancestors(doc, token).take(2).any(|a| {
        tree.kids(a).iter().any(|k| matches!(doc.tokens[*k].lower.as_str(), "y" | "there")) && is_being(doc, a)
    });
    let fallback = || if existential { Role::Present } else { told_beside(doc, token, phrase).unwrap_or(Role::Other) };
    own_role.unwrap_or_else(fallback)
}

/// "was not injured", "n'a pas été blessé", the negation in front of the verb; "not only" and "pas seulement" negate nothing.
fn is_negated(doc: &Doc, tree: &Tree, verb: usize) -> bool {
    let not = |k: &usize| matches!(doc.tokens[*k].lower.as_str(), "not" | "n't" | "never" | "pas" | "jamais");
    let only = |k: usize| {
        matches!(
            doc.tokens.get(k).map_or("", |t| t.lower.as_str()),
            "only" | "just" | "seulement" | "moins" | "que" | "qu'"
        )
    };
    tree.kids(verb).iter().any(|k| not(k) && *k < verb && verb - *k <= 3 && !only(*k + 1))
}

/// "fatally shot", "stabbed to death", "mortellement blessés", "battus à mort".
fn is_deadly(doc: &Doc, tree: &Tree, verb: usize) -> bool {
    let lower = |k: usize| doc.tokens.get(k).map_or("", |t| t.lower.as_str());
    let to_death = |k: usize| matches!((lower(k), lower(k + 1)), ("to", "death") | ("à", "mort"));
    // "shot, none fatally", "blessées, dont deux mortellement": the adverb of others.
    let close =
        |k: usize| k.abs_diff(verb) <= 2 && !(k.min(verb)..k.max(verb)).any(|b| doc.tokens[b].pos == Pos::Punct);
    tree.kids(verb).iter().any(|&k| is_deadly_adverb(lower(k)) && close(k)) || (verb + 1..verb + 4).any(to_death)
}

/// Verbs that kill with "to death", "à mort", and else only hurt: "sentenced to death", "condamné à mort" are others.
fn is_beating(doc: &Doc, verb: usize) -> bool {
    const BEATING: [&str; 18] = [
        "beat", "batter", "trample", "crush", "burn", "starve", "freeze", "hack", "stone", "torture", "choke", "bleed",
        "kick", "battre", "pietiner", "torturer", "lapider", "rouer",
    ];
    BEATING.contains(&fold(&doc.tokens[verb].lemma).as_str())
}

/// "fatally", "mortellement".
pub(crate) fn is_deadly_adverb(lower: &str) -> bool {
    matches!(lower, "fatally" | "mortally" | "lethally" | "mortellement")
}

/// "critically", "grièvement".
pub(crate) fn is_harmful_adverb(lower: &str) -> bool {
    const HOW: [&str; 12] = [
        "critically",
        "seriously",
        "severely",
        "gravely",
        "slightly",
        "badly",
        "lightly",
        "grièvement",
        "gravement",
        "légèrement",
        "sérieusement",
        "sévèrement",
    ];
    HOW.contains(&lower)
}

/// How far behind who is treated "in critical condition" may stand, in tokens.
const CONDITION_REACH: usize = 14;

/// "two are listed in critical condition", "trois sont dans un état grave", "entre la vie et la mort": how patients are.
pub(crate) fn in_condition(doc: &Doc, token: usize) -> bool {
    let Some(sentence) = doc.tokens.get(token).map(|t| t.sentence) else { return false };
    let lower = |k: usize| doc.tokens.get(k).filter(|t| t.sentence == sentence).map_or("", |t| t.lower.as_str());
    for k in token + 1..=token + CONDITION_REACH {
        match lower(k) {
            "" | ";" | ":" | "." => return false,
            "condition" | "état" if (1..=4).any(|b| lower(k - b.min(k)) == "in" || lower(k - b.min(k)) == "dans") => {
                let how = k.saturating_sub(3)..k + 3;
                return how.into_iter().any(|h| is_condition(lower(h)));
            }
            "vie" if lower(k + 1) == "et" && lower(k + 3) == "mort" => return true,
            _ if k > token + 1 && doc.tokens.get(k).is_some_and(|t| t.pos == Pos::Num) => return false,
            _ => {}
        }
    }
    false
}

/// How far behind who is treated "with gunshot wounds" may stand, in tokens.
const AILMENT_REACH: usize = 10;

/// "were hospitalised with gunshot wounds", "ont été hospitalisés pour des brûlures", "suffered from fractures": what they are treated
/// for, where the verb says only that they are treated.
fn ailment(doc: &Doc, token: usize) -> Option<Role> {
    let sentence = doc.tokens.get(token)?.sentence;
    let from = phrases::past_aside(doc, token + 1);
    let tokens =
        (from..=from + AILMENT_REACH).take_while(|k| doc.tokens.get(*k).is_some_and(|t| t.sentence == sentence));
    let with = |k: usize| matches!(doc.tokens[k].lower.as_str(), "with" | "for" | "from" | "avec" | "pour" | "de");
    let (mut treated, mut near) = (false, false);
    for k in tokens {
        let t = &doc.tokens[k];
        // The next people, the next clause.
        if matches!(t.pos, Pos::Num | Pos::Sconj)
            || matches!(t.lower.as_str(), "," | ";" | ":" | "and" | "et" | "while")
        {
            return None;
        }
        treated |= is_treating(&doc.tokens[k].lemma);
        near |= treated && with(k);
        if near
            && t.pos == Pos::Noun
            && let Some(role) = look(&lexicon(doc.sentence_of(k).lang).with, doc, k)
        {
            return Some(role);
        }
    }
    None
}

/// Verbs of what is done with patients, and of what they have.
fn is_treating(lemma: &str) -> bool {
    const TREATING: [&str; 19] = [
        "hospitalise",
        "hospitalize",
        "treat",
        "admit",
        "take",
        "rush",
        "transport",
        "airlift",
        "suffer",
        "hospitaliser",
        "soigner",
        "traiter",
        "admettre",
        "conduire",
        "transporter",
        "evacuer",
        "prendre",
        "souffrir",
        "operer",
    ];
    TREATING.contains(&fold(lemma).as_str())
}

/// Adjectives of a patient's condition.
fn is_condition(lower: &str) -> bool {
    const HOW: [&str; 16] = [
        "critical",
        "serious",
        "stable",
        "fair",
        "good",
        "guarded",
        "grave",
        "satisfactory",
        "poor",
        "critique",
        "sérieux",
        "préoccupant",
        "désespéré",
        "alarmant",
        "inquiétant",
        "stationnaire",
    ];
    HOW.contains(&lower)
}

/// Farthest that the passive may stand behind the phrase, in tokens ("…, selon le dernier bilan, avaient été tués").
const REACH: usize = 25;

/// What stands beside the phrase in the sentence says it, whatever the tree: a passive behind it, its participles perhaps
/// in quotation marks ("ont été « tués » ou « blessés »"), or a noun with "de" in front ("la mort présumée de trois…").
fn told_beside(doc: &Doc, token: usize, phrase: Option<&std::ops::Range<usize>>) -> Option<Role> {
    let range = phrase.cloned().unwrap_or(token..token + 1);
    passive_behind(doc, range.end.max(token + 1)).or_else(|| noun_in_front(doc, range.start.min(token)))
}

/// Words that may stand between a verb and a number.
pub(super) const BETWEEN: [&str; 34] = [
    "about",
    "almost",
    "an",
    "another",
    "approximately",
    "around",
    "as",
    "at",
    "estimated",
    "least",
    "many",
    "more",
    "nearly",
    "over",
    "roughly",
    "some",
    "than",
    "the",
    "up",
    "au",
    "moins",
    "plus",
    "de",
    "d'",
    "près",
    "environ",
    "quelque",
    "une",
    "un",
    "les",
    "encore",
    "presque",
    "jusqu'à",
    "approximativement",
];

/// How many of them: "wounded more than about".
pub(super) const APPROXIMATORS: usize = 4;

/// "tuant quatre passants et en blessant une vingtaine": what the verb right in front of a number does to those it counts, whatever
/// the tree makes of it; `first` is the number's first token.
pub(crate) fn of_verb_in_front(doc: &Doc, first: usize) -> Option<Role> {
    let sentence = doc.tokens.get(first)?.sentence;
    let verb = (1..=APPROXIMATORS + 1)
        .map_while(|back| first.checked_sub(back))
        .find(|k| !BETWEEN.contains(&doc.tokens[*k].lower.as_str()))?;
    let befalls = |role: &Role| {
        matches!(role, Role::Killed | Role::Wounded | Role::Missing | Role::Captured | Role::Detained | Role::Displaced)
    };
    let verbal = doc.tokens[verb].pos == Pos::Verb && doc.tokens[verb].sentence == sentence;
    of_verb(doc, verb, Acts::On).filter(|role| verbal && befalls(role))
}

/// "the body of a man", "le corps d'une femme".
fn is_of_one(doc: &Doc, noun: usize) -> bool {
    const ONE: [&str; 12] = ["a", "an", "one", "his", "her", "their", "un", "une", "sa", "son", "leur", "l'"];
    doc.tokens.get(noun + 2).is_some_and(|t| ONE.contains(&t.lower.as_str()))
}

/// The role that a noun gives with what stands in front of it: "the fatal shooting of", "the attempted murders of", "la tentative
/// de meurtre de"; `None` where it did not come about.
fn qualified(doc: &Doc, noun: usize, role: Role) -> Option<Role> {
    let before = |back: usize| noun.checked_sub(back).map_or("", |k| doc.tokens[k].lower.as_str());
    let token = &doc.tokens[noun];
    // "a body of 3,000 men", "un corps de 200 pompiers" are alive.
    if matches!(token.lower.as_str(), "body" | "corps") && !token.has("Number=Plur") && !is_of_one(doc, noun) {
        return None;
    }
    const TRIED: [&str; 9] =
        ["attempted", "attempt", "attempts", "tentative", "tentatives", "plot", "complot", "threat", "menace"];
    if (1..=3).any(|back| TRIED.contains(&before(back))) {
        return None;
    }
    let fatal = matches!(before(1), "fatal" | "deadly") && role == Role::Casualties;
    Some(if fatal { Role::Killed } else { role })
}

fn passive_behind(doc: &Doc, from: usize) -> Option<Role> {
    let sentence = doc.tokens.get(from)?.sentence;
    let within = |t: &usize| doc.tokens.get(*t).is_some_and(|x| x.sentence == sentence);
    let mut at = from;
    loop {
        if at > from + REACH || !within(&at) {
            return None;
        }
        let t = &doc.tokens[at];
        if is_passive_auxiliary(&t.lower) {
            break;
        }
        let finite = t.pos == Pos::Verb || matches!(t.lower.as_str(), ";" | ":" | "(" | "." | "que" | "qu'" | "that");
        if finite {
            return None;
        }
        at += 1;
    }
    let lexicon = lexicon(doc.sentence_of(from).lang);
    let mut roles = Vec::new();
    let mut gap = 0;
    while within(&at) && gap < 3 {
        let t = &doc.tokens[at];
        let role = look(&lexicon.verb, doc, at).or_else(|| look(&lexicon.noun, doc, at));
        let joins = t.pos == Pos::Punct && t.lower != "." && t.lower != ";"
            || matches!(t.pos, Pos::Aux | Pos::Cconj | Pos::Adv)
            || is_passive_auxiliary(&t.lower);
        match role {
            Some(role) => {
                roles.push(role);
                gap = 0;
            }
            None if joins => gap += usize::from(!roles.is_empty() && t.pos != Pos::Punct),
            None => break,
        }
        at += 1;
    }
    joined(&roles)
}

/// "été", "étaient" …, "been", "were" …: forms of "être" and "be" that make a passive.
fn is_passive_auxiliary(lower: &str) -> bool {
    const FORMS: [&str; 24] = [
        "été", "être", "est", "sont", "était", "étaient", "fut", "furent", "sera", "seront", "serait", "seraient",
        "soit", "soient", "étant", "been", "being", "be", "is", "are", "was", "were", "get", "got",
    ];
    FORMS.contains(&lower)
}

fn noun_in_front(doc: &Doc, start: usize) -> Option<Role> {
    let sentence = doc.tokens.get(start)?.sentence;
    let lexicon = lexicon(doc.sentence_of(start).lang);
    let mut at = start;
    let mut preposition = false;
    for _ in 0..8 {
        at = at.checked_sub(1).filter(|t| doc.tokens[*t].sentence == sentence)?;
        let t = &doc.tokens[at];
        if !preposition {
            preposition = matches!(t.lower.as_str(), "de" | "d'" | "des" | "of");
            let quantity =
                matches!(t.pos, Pos::Num | Pos::Det | Pos::Adv | Pos::Adj | Pos::Pron | Pos::Adp | Pos::Noun);
            if !preposition && !quantity {
                return None;
            }
        } else if t.pos == Pos::Noun {
            return look(&lexicon.of, doc, at).and_then(|role| qualified(doc, at, role));
        } else if !matches!(t.pos, Pos::Adj | Pos::Verb | Pos::Adv) {
            return None;
        }
    }
    None
}

/// "être", "avoir" of existence, "se trouver", "be".
fn is_being(doc: &Doc, verb: usize) -> bool {
    matches!(
        fold(&doc.tokens[verb].lemma).as_str(),
        "etre" | "avoir" | "be" | "rester" | "trouver" | "remain" | "stand"
    )
}

/// Killed and wounded together are casualties; "shot and killed" are killed.
fn joined(roles: &[Role]) -> Option<Role> {
    let first = roles.iter().copied().find(|r| *r != Role::Casualties).or(roles.first().copied())?;
    let mut roles = roles.iter().filter(|r| **r != Role::Casualties || first == Role::Casualties);
    let toll = |r: &Role| matches!(r, Role::Killed | Role::Wounded | Role::Missing | Role::Captured | Role::Casualties);
    if roles.clone().any(|r| *r != first) && roles.all(toll) {
        return Some(Role::Casualties);
    }
    Some(first)
}
