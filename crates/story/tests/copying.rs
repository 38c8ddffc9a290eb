//! Copies among reports in both languages: what is one, of which kind, and what is none.

use proptest::prelude::*;
use recoupe_reading::{Lang, Span, read_text, testing};
use recoupe_story::copying::{
    Copied, CopyIndex, CopyKind, CopyPrint, CopyText, Holder, Kinship, MOST_HOLDERS, MemoryIndex, Provenance, VERSION,
    address, compare, kinship, outlet_key, search,
};

/// What an agency sent, in French: two paragraphs of a report.
const DEPECHE: &str = "Le barrage qui domine la vallée a cédé dimanche après deux jours de pluie, et l'eau a gagné les \
rues basses avant que l'alerte soit donnée. Trois cents personnes ont été conduites dans les écoles voisines, où elles ont \
passé la nuit sur des lits de camp.\n\nLa route qui mène au col reste coupée et les équipes doivent porter à pied les vivres \
et les couvertures. Une enquête dira pourquoi les vannes sont restées fermées malgré les avertissements des riverains.";

/// The same in English.
const WIRE: &str = "The dam above the valley gave way on Sunday after two days of rain, and water reached the lower streets \
before anyone raised the alarm. Three hundred people were brought to the schools nearby, where they spent the night on camp \
beds.\n\nThe road to the pass is still cut and crews have to carry food and blankets on foot. An inquiry will ask why the \
gates stayed shut in spite of what people along the river had been saying for weeks.";

/// Other words of the same event, long enough that two sentences of it are a small part.
const OWN_FR: &str = "Au lendemain de la rupture du barrage, les commerçants de la vallée déblaient leurs magasins. Certains \
ont perdu tout leur stock, d'autres cherchent encore leur enseigne dans la boue. La mairie promet une aide avant la fin du \
mois, sans en dire le montant. Les assureurs ont ouvert un guichet à la gare, qui ne désemplit pas. Au marché, on ne parle \
que de la digue que l'on disait solide, et des travaux toujours remis. Un ancien garde forestier se souvient d'une crue \
semblable, quand il était enfant, et d'un instituteur qui avait sauvé toute sa classe. Les agriculteurs comptent leurs bêtes \
et s'inquiètent des semis. La compagnie qui exploite l'ouvrage n'a pas répondu aux questions. Des plongeurs venus de la côte \
inspecteront le mur dès que le niveau aura baissé. En attendant, les ponts de l'aval sont surveillés jour et nuit par des \
volontaires munis de lampes et de radios. Les trains roulent au pas, les cars ne roulent plus. Le lycée agricole a ouvert son \
internat, et les cuisines tournent grâce à des bénévoles.";

fn compared(a: &str, b: &str) -> Option<Copied> {
    compare(&CopyText::plain(a), &CopyText::plain(b))
}

fn kind(a: &str, b: &str) -> Option<CopyKind> {
    let one = compared(a, b).map(|c| c.kind);
    assert_eq!(one, compared(b, a).map(|c| c.kind), "the same from both sides");
    one
}

#[test]
fn the_same_words_are_exact_whatever_the_marks() {
    for text in [DEPECHE, WIRE] {
        let typed = text.to_uppercase().replace(',', " –").replace('\'', "’").replace("\n\n", "  ");
        assert_eq!(kind(text, &typed), Some(CopyKind::Exact));
    }
    assert_eq!(
        kind("Trop court pour dire quoi que ce soit", "Trop court pour dire quoi que ce soit"),
        Some(CopyKind::Exact)
    );
    assert_eq!(kind("Trop court", "Trop court"), None);
}

#[test]
fn a_light_hand_does_not_hide_a_copy() {
    let edited = DEPECHE
        .replace("dimanche", "ce week-end")
        .replace("Trois cents", "Quelque trois cents")
        .replace("et les couvertures", "ainsi que les couvertures");
    let copy = compared(DEPECHE, &edited).unwrap();
    assert_eq!(copy.kind, CopyKind::Near);
    for (a, b) in &copy.runs {
        assert_eq!(DEPECHE[a.start..a.end].to_lowercase(), edited[b.start..b.end].to_lowercase());
    }
    assert!(copy.runs.len() >= 4, "an edit parts two runs: {:?}", copy.runs);
    let edited = WIRE.replace("on Sunday", "over the weekend").replace("brought", "taken").replace("crews", "teams");
    assert_eq!(kind(WIRE, &edited), Some(CopyKind::Near));
}

#[test]
fn what_was_cut_and_what_was_added_to_are_told() {
    for text in [DEPECHE, WIRE] {
        let (first, _) = text.split_once("\n\n").unwrap();
        assert_eq!(kind(text, first), Some(CopyKind::Cut));
        assert_eq!(kind(first, &format!("{OWN_FR}\n\n{first}")), Some(CopyKind::Cut));
    }
}

#[test]
fn a_passage_in_a_long_report_is_found_below_a_fifth() {
    let passage = DEPECHE.split("\n\n").nth(1).unwrap();
    let long = format!("{OWN_FR}\n\n{passage}\n\n{}", "Autre chose se passe ailleurs, et nul ne sait quoi. ".repeat(9));
    let source = format!("{DEPECHE}\n\n{}", "Ailleurs encore il ne se passe rien que de très ordinaire. ".repeat(12));
    let copy = compared(&source, &long).unwrap();
    assert_eq!(copy.kind, CopyKind::Passage);
    assert!(copy.share() < 0.2 && copy.words >= 28, "{copy:?}");
    let (a, b) = copy.runs[0];
    assert_eq!(
        (&source[a.start..a.end], &long[b.start..b.end]),
        (passage.trim_end_matches('.'), passage.trim_end_matches('.'))
    );
}

#[test]
fn a_statement_that_both_quote_is_no_copy() {
    let said = "Nous ne savions pas que le mur était fissuré, personne ne nous avait montré les rapports, et nous \
demanderons des comptes à ceux qui les ont gardés dans leurs tiroirs pendant toutes ces années";
    let a =
        format!("Le maire n'a pas caché sa colère lundi devant la presse. « {said} », a-t-il lancé avant de partir.");
    let b = format!("« {said}. » C'est par ces mots que l'élu a répondu aux habitants réunis dans la salle des fêtes.");
    assert_eq!(kind(&a, &b), None);
    // Without the marks it is a passage: nobody says that somebody said it.
    assert!(kind(&a.replace(['«', '»'], ""), &b.replace(['«', '»'], "")).is_some());
}

#[test]
fn names_and_numbers_in_a_row_are_no_copy() {
    let list = "Étaient présents Jean Delmas, Marie Rouvière, Paul Estève, Anne Lacombe, Luc Barthès, Rose Vidal, Guy Sarrazin, \
Inès Montel, Léo Castan, Zoé Ferrand et Tom Ginestet";
    let a = format!("La cérémonie a commencé sous la pluie. {list}. Personne n'a pris la parole.");
    let b = format!("On a vu arriver les familles une à une. {list}. Les drapeaux étaient en berne.");
    assert_eq!(kind(&a, &b), None);
    assert_eq!(kind(OWN_FR, DEPECHE), None);
}

#[test]
fn the_index_finds_each_kind_and_nothing_else() {
    let passage = DEPECHE.split("\n\n").nth(1).unwrap();
    let long = format!("{OWN_FR}\n\n{passage}");
    let mut index = MemoryIndex::default();
    for (i, text) in [OWN_FR, WIRE, DEPECHE].into_iter().enumerate() {
        index.insert(i as u64, &CopyPrint::plain(text, 0).0).unwrap();
    }
    let (print, _) = CopyPrint::plain(&long, 0);
    let found: Vec<u64> = search(&print, &index).unwrap().candidates.iter().map(|c| c.report).collect();
    assert_eq!(found, [0, 2]);
    index.remove(0, &CopyPrint::plain(OWN_FR, 0).0).unwrap();
    index.remove(9, &print).unwrap();
    let found: Vec<u64> = search(&print, &index).unwrap().candidates.iter().map(|c| c.report).collect();
    assert_eq!((found.as_slice(), index.len()), ([2].as_slice(), 2));
    // Twice the same insertion is one.
    index.insert(2, &CopyPrint::plain(DEPECHE, 0).0).unwrap();
    let mut holders = Vec::new();
    index.holders(CopyPrint::plain(DEPECHE, 0).0.fingerprints[0].hash, MOST_HOLDERS, &mut holders).unwrap();
    assert_eq!(holders.iter().map(|h: &Holder| h.report).collect::<Vec<_>>(), [2]);
}

/// Words that nobody else uses, as a report of their own.
fn own_words(report: usize) -> String {
    (0..120).map(|i| format!("mot{}x{}", report, (i * 7919) % 113)).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_an_outlet_prints_everywhere_is_learned() {
    let footer = "Ce site est édité par la société du journal, qui répond de ses contenus. Toute reproduction, même partielle, \
demande l'accord écrit de la direction, et nos lecteurs peuvent écrire à la rédaction pour signaler une erreur ou demander un \
droit de réponse dans les formes prévues.";
    let outlet = outlet_key("La Gazette de Port-Clair");
    let report = |i: usize| format!("{}.\n\n{footer}", own_words(i));
    let mut index = MemoryIndex::default();
    for i in 0..20 {
        let (print, mut text) = CopyPrint::plain(&report(i), outlet);
        let found = search(&print, &index).unwrap();
        text.leave_out(&print, &found.furniture);
        let other = CopyText::plain(&report(0));
        let copy = compare(&text, &other);
        // The first few look like copies of one passage; then the outlet is known.
        assert_eq!(copy.is_some(), i < 8, "report {i}: {copy:?}");
        assert_eq!(found.furniture.is_empty(), i < 8);
        index.insert(i as u64, &print).unwrap();
    }
    // The same words in other outlets' reports, each once, are a text that travels.
    let mut index = MemoryIndex::default();
    for i in 0..20 {
        index.insert(i, &CopyPrint::plain(&report(i as usize), outlet_key(&format!("outlet {i}"))).0).unwrap();
    }
    let (print, _) = CopyPrint::plain(&report(99), outlet);
    let found = search(&print, &index).unwrap();
    assert_eq!((found.furniture.len(), found.candidates.len()), (0, 20));
}

#[test]
fn a_passage_of_a_text_that_went_round_is_no_furniture() {
    let agency: String = (0..4).map(|i| format!("{}. ", own_words(1000 + i))).collect();
    let passage = DEPECHE.split("\n\n").nth(1).unwrap();
    let under = |text: &str| format!("{text}\n\n{passage}");
    // Of forty reports with the passage under their text, who leads to whom?
    let found = |text: &dyn Fn(u64) -> String| {
        let mut index = MemoryIndex::default();
        for i in 0..40 {
            index.insert(i, &CopyPrint::plain(&under(&text(i)), outlet_key(&format!("outlet {i}"))).0).unwrap();
        }
        let own = format!("{} {}", own_words(1), own_words(2));
        let found = search(&CopyPrint::plain(&under(&own), outlet_key("another")).0, &index).unwrap();
        (found.furniture.is_empty(), found.candidates.len())
    };
    assert_eq!(found(&|_| agency.clone()), (true, 40), "they are copies of one text");
    assert_eq!(found(&|i| own_words(10 + i as usize)), (false, 0), "it stands under anything");
}

#[test]
fn many_versions_of_one_article_are_not_furniture() {
    let outlet = outlet_key("L'Écho du Col");
    let mut index = MemoryIndex::default();
    for i in 0..30 {
        let version = format!("{DEPECHE}\n\nMise à jour numéro {i} : les secours poursuivent.");
        index.insert(i, &CopyPrint::plain(&version, outlet).0).unwrap();
    }
    let found = search(&CopyPrint::plain(DEPECHE, outlet).0, &index).unwrap();
    assert_eq!((found.furniture.len(), found.candidates.len()), (0, 30));
}

#[test]
fn what_everybody_prints_has_its_holders_counted_once_they_are_many() {
    let mut index = MemoryIndex::default();
    for i in 0..200 {
        index.insert(i, &CopyPrint::plain(DEPECHE, outlet_key(&format!("outlet {i}"))).0).unwrap();
    }
    let found = search(&CopyPrint::plain(DEPECHE, 1).0, &index).unwrap();
    assert_eq!((found.furniture.len(), found.candidates.len()), (0, MOST_HOLDERS));
}

#[test]
fn a_document_leaves_its_furniture_out_and_reads_the_same_again() {
    let text =
        format!("Le barrage a cédé\n\nPar Jeanne Roux, avec AFP\n\n{DEPECHE}\n\nAbonnez-vous à notre newsletter");
    let doc = read_text(&text, Some(Lang::Fr), &testing::words());
    let (print, ready) = CopyPrint::of(&doc);
    let again = CopyText::again(&text, &print);
    assert_eq!(again.words(), ready.words());
    assert_eq!(print.version, VERSION);
    assert!(print.prose.iter().all(|s| text.get(s.start..s.end).is_some()));
    let read: String = print.prose.iter().map(|s| &text[s.start..s.end]).collect();
    assert!(read.contains("Une enquête dira") && !read.contains("Abonnez") && !read.contains("Jeanne"), "{read}");
    assert_eq!(compare(&again, &CopyText::plain(DEPECHE)).map(|c| c.kind), Some(CopyKind::Near));
    // A print of another text does not fit: nothing is cut in the middle of a letter.
    assert_eq!(CopyText::again("été", &CopyPrint { prose: vec![Span::new(1, 3)], ..print }).words(), 0);
}

#[test]
fn a_print_is_bounded_and_kept_as_data() {
    let long: String = (0..60_000).map(|i| format!("w{} ", i * 7919 % 60_013)).collect();
    let (print, _) = CopyPrint::plain(&long, 3);
    assert!(print.fingerprints.len() <= 2048 && print.fingerprints.is_sorted_by_key(|f| f.at));
    let stored = serde_json::to_string(&print).unwrap();
    assert_eq!(serde_json::from_str::<CopyPrint>(&stored).unwrap(), print);
    // A tenth of it is still found.
    let part: String = long.split_inclusive(' ').skip(20_000).take(6_000).collect();
    let mut index = MemoryIndex::default();
    index.insert(1, &print).unwrap();
    assert_eq!(search(&CopyPrint::plain(&part, 0).0, &index).unwrap().candidates.len(), 1);
    assert_eq!(CopyPrint::plain("", 0).0.postings().count(), 0);
}

#[test]
fn one_article_is_known_by_its_address_or_by_its_publisher() {
    let of = |url: &str, family: &str| Provenance {
        address: address(url),
        family: (!family.is_empty()).then(|| family.to_owned()),
    };
    let copied = compared(DEPECHE, &format!("{DEPECHE} Fin des recherches."));
    let (first, _) = WIRE.split_once("\n\n").unwrap();
    let part = compared(&format!("{OWN_FR} {first}"), &format!("{first} {}", own_words(1)));
    let told = |a: &Provenance, b: &Provenance, copied: &Option<Copied>| kinship(a, b, copied.as_ref());
    let (a, b) = (of("https://a.example/x/1", "ebra"), of("http://www.a.example/x/1/?utm_medium=mail", "ebra"));
    assert_eq!(told(&a, &b, &None), Some(Kinship::Version));
    let (c, d) = (of("https://b.example/y", "ebra"), of("https://c.example/y", "rossel"));
    assert_eq!(told(&a, &c, &copied), Some(Kinship::Version));
    assert_eq!(told(&a, &c, &part), Some(Kinship::Reuse));
    assert_eq!(told(&a, &d, &copied), Some(Kinship::Copy));
    assert_eq!(told(&a, &d, &None), None);
    // Two reports of which nobody knows who published them are not of one publisher.
    let nobody = Provenance::default();
    assert_eq!(told(&nobody, &nobody, &copied), Some(Kinship::Copy));
    let passage = copied.clone().map(|c| Copied { kind: CopyKind::Passage, shares: (0.1, 0.1), ..c });
    assert_eq!(told(&a, &d, &passage), Some(Kinship::Passage));
    for (url, same) in [
        ("https://fr.example.org/article?id=12&b=2", Some("fr.example.org/article?b=2&id=12")),
        ("amp.example.org/a/b/amp/", Some("example.org/a/b")),
        ("https://example.org:443/été/index.html?at_medium=x#c", Some("example.org/été")),
        ("https://example.org", None),
        ("pas une adresse", None),
        ("", None),
    ] {
        assert_eq!(address(url).as_deref(), same, "{url}");
    }
}

/// Sentences of words from a small vocabulary, so that texts share runs by chance too.
fn prose(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(0_u32..400, words).prop_map(|w| w.iter().map(|w| format!("mot{w} ")).collect())
}

proptest! {
    #[test]
    fn a_text_with_a_shared_passage_is_always_found(
        before in prose(0..300), after in prose(0..300), own in prose(0..400), passage in prose(30..90)
    ) {
        let a = format!("{before}{passage}{after}");
        let b = format!("{own}{passage}");
        let copy = compared(&a, &b);
        prop_assert!(copy.is_some());
        let mut index = MemoryIndex::default();
        index.insert(7, &CopyPrint::plain(&a, 0).0).unwrap();
        let found = search(&CopyPrint::plain(&b, 0).0, &index).unwrap();
        prop_assert_eq!(found.candidates.len(), 1);
        let copy = copy.unwrap();
        prop_assert!(copy.words >= 28 && copy.shares.0 <= 1.0 && copy.shares.1 <= 1.0);
        for (x, y) in copy.runs {
            prop_assert_eq!(&a[x.start..x.end], &b[y.start..y.end]);
        }
    }

    #[test]
    fn any_address_has_one_form(url in "\\PC{0,60}|(https?://)?(www[.])?[a-z]{1,5}[.][a-z]{2}/[a-z/?&=#.]{0,30}") {
        if let Some(form) = address(&url) {
            prop_assert!(!form.contains("://www.") && !form.contains('#'));
        }
    }

    #[test]
    fn any_two_texts_are_compared(a in "\\PC{0,200}", b in "\\PC{0,200}", reps in 1_usize..30) {
        let (a, b) = (a.repeat(reps), b.repeat(reps));
        let forth = compared(&a, &b).map(|c| c.kind);
        prop_assert_eq!(forth, compared(&b, &a).map(|c| c.kind));
        if CopyText::plain(&a).words() >= 8 {
            prop_assert_eq!(compared(&a, &a).map(|c| c.kind), Some(CopyKind::Exact));
        }
    }
}
