//! What the ledger refuses, in French; the English words are the library's own.

use recoupe_ledger::LedgerError;

/// What happened, where, and what to do.
pub(crate) fn in_french(error: &LedgerError) -> String {
    match error {
        LedgerError::NotALedger { path } => {
            format!("{} n’est pas un registre de recoupe ; nommez un autre fichier", path.display())
        }
        LedgerError::Missing { path } => {
            format!("il n’y a pas de registre à l’emplacement {} ; créez-en un avec « recoupe add »", path.display())
        }
        LedgerError::TooNew { path, found, known } => format!(
            "{} a été écrit par une version plus récente de recoupe (schéma {found}, celle-ci connaît {known}) ; installez cette version",
            path.display()
        ),
        LedgerError::Interrupted => "la recherche a duré trop longtemps et a été arrêtée ; demandez moins".into(),
        LedgerError::Busy => {
            "un autre programme écrit dans le registre ; attendez qu’il ait fini, rien n’est perdu".into()
        }
        LedgerError::Full => {
            "le disque est plein ; faites de la place et relancez la commande, ce qui était déjà ajouté est gardé"
                .into()
        }
        LedgerError::ReadOnly { path } => format!(
            "{} ne peut être écrit ; changez ses droits ou nommez un autre fichier avec --ledger",
            path.display()
        ),
        LedgerError::Damaged(what) => format!(
            "le registre est abîmé ({what}) ; lancez « recoupe check », reprenez la dernière copie et ajoutez ce qui est venu depuis"
        ),
        LedgerError::Outdated => {
            "le registre a été lu par une autre version de recoupe ; lancez « recoupe reread », les textes sont gardés"
                .into()
        }
        LedgerError::Unknown { what, name, .. } => match *what {
            "story" => format!("aucun sujet ne s’appelle {name} ; « recoupe stories » les liste"),
            "figure" => format!(
                "aucun chiffre ne s’appelle {name} ; « recoupe figures » et « recoupe search » donnent leurs noms"
            ),
            "report" => format!("aucun article ne s’appelle {name} ; les sujets et la recherche donnent leurs noms"),
            _ => format!("aucune version ne s’appelle {name} ; son article doit venir avant la décision"),
        },
        LedgerError::BadQuery(_) => {
            "la recherche ne peut être lue ; dites aussi ce qu’il faut trouver, pas seulement ce qu’il faut écarter"
                .into()
        }
        LedgerError::BadFix(why) => format!("la correction ne peut être appliquée : {why}"),
        LedgerError::BadImport { line, why } => format!("ligne {line} : {why}"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_says_what_to_do() {
        let path = || "/a/l.recoupe".into();
        for error in [
            LedgerError::NotALedger { path: path() },
            LedgerError::Missing { path: path() },
            LedgerError::TooNew { path: path(), found: 9, known: 1 },
            LedgerError::Interrupted,
            LedgerError::Busy,
            LedgerError::Full,
            LedgerError::ReadOnly { path: path() },
            LedgerError::Damaged("x".into()),
            LedgerError::Outdated,
            LedgerError::Unknown { what: "story", name: "x".into(), hint: "" },
            LedgerError::Unknown { what: "figure", name: "x".into(), hint: "" },
            LedgerError::BadQuery("x".into()),
        ] {
            let told = in_french(&error);
            assert!(told.contains(" ; ") && told != error.to_string(), "{told}");
        }
    }
}
