//! Made-up reports for measuring: small, all different, grouped into stories, in French and English.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use recoupe_intake::{Basis, Metadata, Moment, Report, Told};

use crate::random::Random;

/// Syllables of made-up names.
const SYLLABLES: [&str; 32] = [
    "ver", "lay", "mont", "bre", "sau", "nel", "or", "gui", "tan", "vil", "cor", "des", "mar", "quen", "ros", "al",
    "ham", "bel", "wick", "ton", "fer", "dan", "lou", "pre", "son", "gra", "mie", "bur", "hal", "este", "cha", "rin",
];
/// Details that a report may tell, and the same in English; `{}` is a name of the story.
const DETAILS: [(&str, &str); 20] = [
    (
        "Les écoles de {} resteront fermées jusqu’à nouvel ordre.",
        "Schools in {} will stay closed until further notice.",
    ),
    ("La route de {} est coupée par des gravats.", "The road to {} is blocked by rubble."),
    ("Un hélicoptère a survolé la vallée de {} à l’aube.", "A helicopter flew over the valley of {} at dawn."),
    ("L’usine {} avait été contrôlée l’an dernier.", "The {} plant had been inspected last year."),
    ("Des bénévoles distribuent des couvertures au gymnase {}.", "Volunteers hand out blankets at the {} sports hall."),
    ("Le parquet a ouvert une enquête, confiée au juge {}.", "Prosecutors opened an inquiry led by judge {}."),
    ("L’électricité est revenue dans une partie du canton de {}.", "Power is back in a part of the district of {}."),
    ("Le ministre {} est attendu sur place dans la soirée.", "The minister, {}, is expected on site in the evening."),
    ("Les habitants de {} accusent l’exploitant.", "Residents of {} accuse the operator."),
    ("Le pont {} ne tenait plus que par un câble.", "The {} bridge hung by a single cable."),
    ("Une cellule d’aide est ouverte à l’hôpital {}.", "A help desk has opened at {} hospital."),
    ("Le club de {} a annulé son match.", "The {} club called off its match."),
    ("Les pompiers de {} ont travaillé toute la nuit.", "Firefighters from {} worked all night."),
    ("La société {} promet de rembourser les sinistrés.", "The {} company promises to pay the victims."),
    ("Le fleuve {} a baissé de deux mètres.", "The river {} has fallen by two metres."),
    ("Un témoin, M. {}, dit avoir entendu un grondement.", "A witness, Mr {}, says he heard a rumble."),
    ("La messe aura lieu en l’église de {}.", "A service will be held in the church of {}."),
    ("Le géologue {} parle d’un terrain fragile.", "The geologist {} speaks of unstable ground."),
    ("Le marché de {} n’ouvrira pas samedi.", "The market of {} will not open on Saturday."),
    ("L’association {} demande des comptes.", "The {} association asks for answers."),
];

/// A made-up name of three syllables: some 30,000 of them.
fn name(random: &mut Random) -> String {
    let word: String = (0..3).map(|_| random.pick(&SYLLABLES)).collect();
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

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
    let town = name(&mut of_story);
    let quarter = name(&mut of_story);
    let (event_fr, event_en) = EVENTS[of_story.below(EVENTS.len())];
    let mayor = format!("{} {}", name(&mut of_story), name(&mut of_story));
    let details: Vec<(usize, String)> = (0..6).map(|_| (of_story.below(DETAILS.len()), name(&mut of_story))).collect();
    let first_toll = of_story.below(40) + 3;
    let day = date(2020, 1, 1).saturating_add((story as i64 % 2000).days());
    let mut own = Random::new(n ^ 0x5eed);
    let later = n % per_story.max(1);
    let dead = first_toll + later as usize;
    let hurt = dead * 2 + own.below(30);
    let gone = own.below(800) + 40;
    let outlet = OUTLETS[(n % OUTLETS.len() as u64) as usize];
    let english = outlet.starts_with("The") || outlet.starts_with("Northern");
    let told_details: Vec<String> = (0..3)
        .map(|_| {
            let (which, who) = &details[own.below(details.len())];
            let (fr, en) = DETAILS[*which];
            (if english { en } else { fr }).replace("{}", who)
        })
        .collect();
    let more = told_details.join(" ");
    let (title, text) = if english {
        let title = format!("{town}, the {quarter} district: what is known of {}", event_en.trim_start_matches("the "));
        let text = format!(
            "At least {dead} people were killed and {hurt} wounded in {event_en} in the {quarter} district of {town}, the mayor, {mayor}, \
             said on day {} of the search.\n\nSome {gone} residents were evacuated, according to the rescue service of {town}.\n\n{more}",
            later + 1
        );
        (title, text)
    } else {
        let title = format!("{town}, quartier {quarter} : ce que l’on sait après {event_fr}");
        let text = format!(
            "Au moins {dead} personnes ont été tuées et {hurt} blessées dans {event_fr} du quartier {quarter} de {town}, a déclaré la maire, \
             {mayor}, au jour {} des recherches.\n\nQuelque {gone} habitants ont été évacués, selon les secours de {town}.\n\n{more}",
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
