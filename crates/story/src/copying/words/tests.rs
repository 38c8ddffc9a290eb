use proptest::prelude::*;

use super::*;

fn words(text: &str) -> Vec<Word> {
    of_stretches(text, &[Span::new(0, text.len())])
}

fn told(text: &str, marked: impl Fn(&Word) -> bool) -> Vec<&str> {
    words(text).iter().filter(|w| marked(w)).map(|w| &text[w.span().start..w.span().end]).collect()
}

#[test]
fn words_are_compared_without_case_accents_and_marks() {
    let hashes = |text: &str| words(text).iter().map(|w| w.hash).collect::<Vec<_>>();
    assert_eq!(hashes("L’ÉTÉ, à Œuvre-Ville : 12 e"), hashes("l'ete a oeuvre ville 12 e"));
    // The same letters, composed or not; a hyphen that is not seen.
    assert_eq!(hashes("re\u{301}gion"), hashes("région"));
    assert_eq!(hashes("gouver\u{ad}nement"), hashes("gouvernement"));
    assert_eq!(hashes("Łódź straße ﬁn"), hashes("łodz STRASSE fin"));
    assert_ne!(hashes("région"), hashes("légion"));
    assert_eq!(hashes("\u{301} … « »"), [0_u64; 0]);
}

#[test]
fn names_numbers_and_quotations_are_no_evidence() {
    let text = "Le maire Jean Petit a parlé. Il a dit : « Nous avons 12 blessés ici » devant 40 personnes à Nantes";
    let plain = told(text, Word::plain);
    assert_eq!(plain, ["Le", "maire", "a", "parlé", "Il", "a", "dit", "devant", "personnes", "à"]);
    assert_eq!(told(text, |w| w.quoted()), ["Nous", "avons", "12", "blessés", "ici"]);
}

#[test]
fn a_mark_without_its_pair_quotes_nothing() {
    for text in ["Il a dit : « nous partons demain", "five \" inches\nof snow", "a » b « c", "“ one “ two"] {
        assert_eq!(told(text, |w| w.quoted()), [""; 0], "{text}");
    }
    // American papers open each paragraph of a long quotation and close the last.
    let two = "“We left at dawn.\n\n“We are safe,” she said";
    assert_eq!(told(two, |w| w.quoted()), ["We", "left", "at", "dawn", "We", "are", "safe"]);
    let long = format!("« {} »", "mot ".repeat(MOST_QUOTED + 1));
    assert_eq!(told(&long, |w| w.quoted()), [""; 0]);
}

#[test]
fn lines_are_known_by_their_first_word() {
    assert_eq!(told("Un deux\n\ntrois. Quatre\ncinq", |w| w.begins_line()), ["Un", "trois", "cinq"]);
}

#[test]
fn stretches_that_do_not_fit_are_passed_over() {
    let text = "été chaud";
    assert_eq!(of_stretches(text, &[Span::new(1, 4), Span::new(5, 90), Span::new(4, 2)]), Vec::<Word>::new());
    assert_eq!(of_stretches(text, &[Span::new(6, 11)]).len(), 1);
}

#[test]
fn a_gram_is_the_same_wherever_it_stands() {
    let shared = "la rivière est sortie de son lit dans la nuit de lundi";
    let (a, b) = (words(&format!("Un. {shared}")), words(&format!("Hier soir encore {shared} enfin")));
    let (ga, gb) = (grams(&a), grams(&b));
    assert_eq!(ga[1..6], gb[3..8]);
    assert!(ga.iter().all(|g| *g < 1 << BITS));
    assert_eq!(grams(&words("sept mots ne font pas un gramme")), [0_u64; 0]);
}

proptest! {
    #[test]
    fn every_window_has_its_pick(grams in prop::collection::vec(0_u64..50, 0..200), window in 1_usize..20) {
        let picked = winnow(&grams, window);
        prop_assert!(picked.windows(2).all(|p| p[0].1 < p[1].1));
        for (hash, at) in &picked {
            prop_assert_eq!(grams[*at as usize], *hash);
        }
        let width = window.min(grams.len()).max(1);
        for (start, own) in grams.windows(width).enumerate() {
            let least = own.iter().min().unwrap();
            let inside = |at: u32| (start..start + width).contains(&(at as usize));
            prop_assert!(picked.iter().any(|(h, at)| h == least && inside(*at)));
        }
    }

    #[test]
    fn any_text_is_scanned(text in "\\PC*|[«»“”„\"a-zÀ-ÿ \n.:]{0,80}") {
        let words = words(&text);
        prop_assert!(words.windows(2).all(|w| w[0].span().end <= w[1].span().start));
        for w in &words {
            prop_assert!(text.get(w.span().start..w.span().end).is_some_and(|t| !t.is_empty()));
        }
    }
}
