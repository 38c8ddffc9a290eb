//! Made-up reports for measuring: small, all different, grouped into stories, in French and English.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use recoupe_intake::{Basis, Metadata, Moment, Report, Told};

use crate::random::Random;

const TOWNS: [&str; 24] = [
    "Verlay",
    "Port-Anzy",
    "Saint-Cerneau",
    "Montbrel",
    "Ozanne",
    "Le Fayel",
    "Brécy-sur-Orle",
    "Hautmesnil",
    "Lompré",
    "Vaucresse",
    "Tilloy",
    "Marsannes",
    "Carville",
    "Estrées-la-Tour",
    "Quéven",
    "Roubeau",
    "Sainte-Ode",
    "Plouvarn",
    "Aulmont",
    "Givrans",
    "Noirval",
    "Beaugency-le-Vieux",
    "Charnoz",
    "Dompré",
];
const NAMES: [&str; 16] = [
    "Corlet",
    "Vasseur",
    "Delmotte",
    "Ngoma",
    "Haddad",
    "Lefort",
    "Peyrac",
    "Sorel",
    "Tournier",
    "Okafor",
    "Whitby",
    "Marlowe",
    "Ashdown",
    "Kessler",
    "Brannigan",
    "Ellery",
];
const FIRST: [&str; 12] =
    ["Anne", "Paul", "Nadia", "Marc", "Lucie", "Omar", "Helen", "Tom", "Ruth", "Simon", "Claire", "Victor"];
const OUTLETS: [&str; 10] = [
    "Le Courrier",
    "La Tribune du Fleuve",
    "Radio Vallée",
    "L’Observateur",
    "Infos du Port",
    "The Valley Post",
    "The Harbour Times",
    "Northern Wire",
    "Le Quotidien",
    "Canal Local",
];
/// What happened, and the same in English.
const EVENTS: [(&str, &str); 12] = [
    ("l’inondation", "the flood"),
    ("l’incendie", "the fire"),
    ("l’explosion", "the explosion"),
    ("le séisme", "the earthquake"),
    ("l’accident de car", "the coach crash"),
    ("la tempête", "the storm"),
    ("le glissement de terrain", "the landslide"),
    ("l’effondrement du pont", "the collapse of the bridge"),
    ("l’attaque", "the attack"),
    ("le déraillement", "the derailment"),
    ("l’avalanche", "the avalanche"),
    ("le naufrage", "the shipwreck"),
];

/// The n-th report of a stream; reports `per_story` apart in number tell of other events.
pub(crate) fn report(n: u64, per_story: u64) -> Report {
    let story = n / per_story.max(1);
    let mut of_story = Random::new(story.wrapping_mul(0x9e37) ^ 7);
    let town = of_story.pick(&TOWNS);
    let quarter = of_story.below(900) + 10;
    let (event_fr, event_en) = EVENTS[of_story.below(EVENTS.len())];
    let mayor = format!("{} {}", of_story.pick(&FIRST), of_story.pick(&NAMES));
    let first_toll = of_story.below(40) + 3;
    let day = date(2020, 1, 1).saturating_add((story as i64 % 2000).days());
    let mut own = Random::new(n ^ 0x5eed);
    let later = n % per_story.max(1);
    let dead = first_toll + later as usize;
    let hurt = dead * 2 + own.below(30);
    let gone = own.below(800) + 40;
    let outlet = OUTLETS[(n % OUTLETS.len() as u64) as usize];
    let english = outlet.starts_with("The") || outlet.starts_with("Northern");
    let (title, text) = if english {
        let title = format!("{town}, district {quarter}: what is known of {}", event_en.trim_start_matches("the "));
        let text = format!(
            "At least {dead} people were killed and {hurt} wounded in {event_en} in district {quarter} of {town}, the mayor, {mayor}, \
             said on day {} of the search.\n\nSome {gone} residents were evacuated, according to the rescue service of {town}.",
            later + 1
        );
        (title, text)
    } else {
        let title = format!("{town}, quartier {quarter} : ce que l’on sait après {event_fr}");
        let text = format!(
            "Au moins {dead} personnes ont été tuées et {hurt} blessées dans {event_fr} du quartier {quarter} de {town}, a déclaré la maire, \
             {mayor}, au jour {} des recherches.\n\nQuelque {gone} habitants ont été évacués, selon les secours de {town}.",
            later + 1
        );
        (title, text)
    };
    told(n, outlet, title, text, day.saturating_add((later as i64 / 3).days()))
}

fn told(n: u64, outlet: &str, title: String, text: String, day: Date) -> Report {
    let name = format!("report-{n}");
    let text = format!("{title}\n\n{text}");
    let some = |value: String| Some(Told::new(value, Basis::Json));
    let metadata = Metadata {
        title: some(title),
        outlet: some(outlet.to_owned()),
        canonical: some(format!("https://outlet-{}.example/{n}", n % OUTLETS.len() as u64)),
        published: Some(Told::new(Moment::day(day), Basis::Json)),
        ..Metadata::default()
    };
    Report::told(&name, text, Vec::new(), metadata)
}
