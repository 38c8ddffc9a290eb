//! What the codes of the rooms before mean, in words of both languages.

use crate::Bilingual;

/// A kind of damage to a text, by its code; a code without words of its own is shown as it is.
pub fn damage_words(code: &str) -> Bilingual {
    let (fr, en) = match code {
        "split-number" => ("nombre coupé", "split number"),
        "split-word" => ("mot coupé", "split word"),
        "hyphenation" => ("mot coupé en fin de ligne", "word split at the end of a line"),
        "glued-sentence" => ("phrases collées", "glued sentences"),
        "glued-word" => ("mots collés", "glued words"),
        "glued-unit" => ("unité collée", "glued unit"),
        "broken-clause" => ("des mots semblent manquer", "words seem to be missing"),
        "html-entity" => ("code de page web", "code of a web page"),
        "html-tag" => ("balise de page web", "tag of a web page"),
        "mojibake" => ("lettres mal décodées", "letters wrongly decoded"),
        other => return Bilingual::same(other.replace('-', " ")),
    };
    Bilingual::new(fr, en)
}

/// Why a passage was set aside, by its code; a code without words of its own is shown as it is.
pub fn furniture_words(code: &str) -> Bilingual {
    let (fr, en) = match code {
        "advert" => ("publicité", "advertising"),
        "agency" => ("mention d’agence", "agency credit"),
        "author" => ("signature", "byline"),
        "captcha" => ("contrôle anti-robot", "captcha"),
        "comment-form" => ("formulaire de commentaire", "comment form"),
        "cookies" => ("bandeau de cookies", "cookie notice"),
        "copyright" => ("mention légale", "copyright notice"),
        "counter" => ("compteur", "counter"),
        "dateline" => ("ligne de date", "dateline"),
        "masthead" => ("nom du média", "masthead"),
        "metadata" => ("fiche de l’article", "data of the article"),
        "navigation" => ("navigation", "navigation"),
        "newsletter" | "subscription" => ("abonnement", "subscription"),
        "other-language" => ("autre langue", "another language"),
        "photo" => ("légende de photo", "photo caption"),
        "player" => ("lecteur audio ou vidéo", "audio or video player"),
        "published" | "time-stamp" => ("mention d’heure ou de date", "time stamp"),
        "related" => ("renvoi à d’autres articles", "links to other articles"),
        "separator" => ("filet", "rule"),
        "share" => ("boutons de partage", "share buttons"),
        other => return Bilingual::same(other.replace('-', " ")),
    };
    Bilingual::new(fr, en)
}

/// What a room before reports of a passage, by its code; `message`, its English words, stands in for a code without words
/// of its own, after what it is about.
pub(super) fn diagnostic(code: &str, message: &str) -> Bilingual {
    let (fr, en) = match code {
        "language-unknown" => (
            "La langue du texte n’est pas reconnue\u{a0}; elle peut être indiquée au programme.",
            "The language of the text cannot be told; it can be given to the program.",
        ),
        "language-unsupported" => (
            "Le texte n’est ni en français ni en anglais\u{a0}; il est gardé, mais non analysé.",
            "The text is neither French nor English; it is kept, but not analysed.",
        ),
        "no-model" => (
            "Aucun modèle installé pour la langue de ce passage\u{a0}; « recoupe models install » l’installe.",
            "No model is installed for the language of this passage; “recoupe models install” installs it.",
        ),
        "unbalanced-quote" => (
            "Cette citation n’est jamais fermée\u{a0}; elle est lue comme finissant ici.",
            "This quotation is never closed; it is taken to end here.",
        ),
        "number-too-large" => {
            ("Un nombre trop grand pour être lu est laissé de côté.", "A number too large to be read is left out.")
        }
        "charset" => (
            "Le fichier n’est pas en UTF-8\u{a0}; son codage a été deviné.",
            "The file is not UTF-8; its encoding was guessed.",
        ),
        "charset-damage" => (
            "Le fichier contient des octets illisibles dans son codage\u{a0}: ses lettres sont à vérifier.",
            "The file has bytes that its encoding does not know: check its letters.",
        ),
        "bad-date" => (
            "La date de publication des métadonnées n’est pas lisible.",
            "The publication date of the metadata cannot be read.",
        ),
        other => {
            return Bilingual::new(
                format!("Signalé à la lecture ({other})\u{a0}: {message}."),
                format!("Noted when reading ({other}): {message}."),
            );
        }
    };
    Bilingual::new(fr, en)
}
