//! A made-up story, as the wire has it: an explosion in a port that does not exist, told by five reports.
//!
//! Built by finding words in the texts, so that every offset is what it says.

use jiff::civil::{Date, date};
use recoupe_dossier::wire::*;

/// The dossier of the made-up story.
pub(crate) fn dossier() -> Dossier {
    let texts = [
        ("a", "Le Courrier d'Orval", Lang::Fr, include_str!("a.txt"), date(2031, 3, 4), DateBasis::Metadata),
        ("b", "Radio Estuaire", Lang::Fr, include_str!("b.txt"), date(2031, 3, 5), DateBasis::Text),
        ("c", "The Harbour Post", Lang::En, include_str!("c.txt"), date(2031, 3, 5), DateBasis::Metadata),
        ("d", "Le Quotidien", Lang::Fr, include_str!("d.txt"), date(2031, 3, 6), DateBasis::Inferred),
        ("e", "Le Quotidien", Lang::Fr, include_str!("e.txt"), date(2031, 3, 7), DateBasis::Given),
    ];
    let mut b = Builder { reports: Vec::new(), figures: Vec::new(), statements: Vec::new() };
    for (id, outlet, language, text, day, basis) in texts {
        b.report(id, outlet, language, text, day, basis);
    }
    statements(&mut b);
    figures(&mut b);
    let quantities = quantities(&b);
    let implied = implied(&b);
    let tolls = tolls(&b);
    let timeline = timeline(&b);
    let gaps = vec![Gap {
        report: "d".into(),
        start: b.find("d", "Des centaines").0,
        end: b.find("d", "relogées").1,
        code: "no-speaker".into(),
        why: bi("personne n'est nommé pour ce chiffre", "nobody is named for this figure"),
    }];
    let (copied, _) = (b.find("a", "Au moins 12 personnes"), ());
    let end = b.find("a", "préfecture de la Sarre-Maritime").1;
    let length = end - copied.0;
    Dossier {
        schema: SCHEMA,
        story: StoryHead {
            id: "orval".into(),
            title: "Explosion au port d'Orval : au moins 12 morts".into(),
            from: Some(date(2031, 3, 4)),
            to: Some(date(2031, 3, 7)),
        },
        generated: Generated { version: "0.1.0".into(), rules: "1".into(), inputs_sha256: "0".repeat(64) },
        policy: None,
        reports: b.reports,
        speakers: speakers(),
        quantities,
        figures: b.figures,
        implied,
        tolls,
        statements: b.statements,
        timeline,
        denials: vec![
            Denial {
                speaker: Some("nordquai".into()),
                statement: "b.S3".into(),
                stance: Stance::Denies,
                of: vec!["a.S3".into()],
            },
            Denial {
                speaker: Some("port".into()),
                statement: "b.S4".into(),
                stance: Stance::Neither,
                of: vec!["b.S2".into()],
            },
        ],
        copies: vec![Copy {
            from: "a".into(),
            to: "d".into(),
            share: 0.44,
            runs: vec![SharedRun { from: (copied.0, end), to: (0, length) }],
        }],
        gaps,
    }
}

struct Builder {
    reports: Vec<Report>,
    figures: Vec<Figure>,
    statements: Vec<Statement>,
}

fn bi(fr: &str, en: &str) -> Bilingual {
    Bilingual { fr: fr.into(), en: en.into() }
}

fn on(day: Date) -> Dates {
    Dates { from: Some(day), to: Some(day), precision: Precision::Day, candidates: Vec::new() }
}

impl Builder {
    fn report(&mut self, id: &str, outlet: &str, language: Lang, text: &str, day: Date, basis: DateBasis) {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split_inclusive('\n') {
            let trimmed = part.trim_end();
            let kind = match trimmed {
                "PUBLICITÉ" | "Lire aussi : dix photos du port" => BlockKind::Boilerplate,
                _ if at == 0 && !trimmed.ends_with('.') => BlockKind::Title,
                _ => BlockKind::Paragraph,
            };
            let reason =
                (kind == BlockKind::Boilerplate).then(|| if trimmed.len() > 12 { "related" } else { "advert" }.into());
            if !trimmed.is_empty() {
                blocks.push(Block { start: at, end: at + trimmed.len(), kind, reason, language });
            }
            at += part.len();
        }
        let repairs = text.find("1.\n\n200").map(|start| Repair {
            start,
            end: start + 7,
            kind: "split-number".into(),
            reads: Some("1 200".into()),
        });
        let title = blocks.first().filter(|b| b.kind == BlockKind::Title).map(|b| text[b.start..b.end].to_owned());
        self.reports.push(Report {
            id: id.into(),
            path: format!("reports/{id}.txt"),
            title,
            outlet: Some(outlet.into()),
            authors: Vec::new(),
            language,
            text_sha256: format!("{id}{}", "1".repeat(63)),
            published: Some(PublishedOn { dates: on(day), basis }),
            likely: None,
            blocks,
            repairs: repairs.into_iter().collect(),
            url: None,
            publisher: None,
            agencies: if id == "a" { vec!["Lynx".into()] } else { Vec::new() },
            version_of: (id == "e").then(|| "d".into()),
            text: Some(text.into()),
        });
    }

    fn text(&self, report: &str) -> &str {
        self.reports.iter().find(|r| r.id == report).and_then(|r| r.text.as_deref()).expect("a report of the story")
    }

    fn find(&self, report: &str, words: &str) -> Range {
        let start = self.text(report).find(words).unwrap_or_else(|| panic!("{words:?} is in {report}"));
        (start, start + words.len())
    }

    fn statement(
        &mut self,
        report: &str,
        source: &str,
        cue: &str,
        content: &str,
        (entity, name): (&str, &str),
        stance: Stance,
    ) {
        let (source, cue, content) = (self.find(report, source), self.find(report, cue), self.find(report, content));
        let n = self.statements.iter().filter(|s| s.report == report).count() + 1;
        let day = self.reports.iter().find(|r| r.id == report).and_then(|r| r.published.clone());
        let quoted = self.text(report)[content.0..content.1].starts_with(['«', '"']);
        self.statements.push(Statement {
            id: format!("{report}.S{n}"),
            report: report.into(),
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            kind: if quoted { StatementKind::Direct } else { StatementKind::Indirect },
            stance,
            certainty: Certainty::Asserted,
            speaker: Some(Speaker {
                name: name.into(),
                start: Some(source.0),
                end: Some(source.1),
                entity: Some(entity.into()),
                aliases: Vec::new(),
                by_description: false,
            }),
            via: Vec::new(),
            nested_in: None,
            said_on: day.map(|d| d.dates),
            confidence: 0.9,
        });
    }

    /// A figure: report, number as printed, what is counted, bounds, origin.
    fn figure(
        &mut self,
        report: &str,
        number: &str,
        counted: &str,
        unit: &str,
        value: Value,
        origin: Option<(&str, &str)>,
    ) -> &mut Figure {
        let (start, end) = self.find(report, number);
        let counted = self.find(report, counted);
        let text = self.text(report);
        let counted = Passage { start: counted.0, end: counted.1, text: text[counted.0..counted.1].into() };
        let after = |mark: &str| text[..start].rfind(mark).map_or(0, |i| i + mark.len());
        let from = after(". ").max(after("\n"));
        let to = text[end..].find(['\n']).map_or(text.len(), |i| end + i);
        let n = self.figures.iter().filter(|f| f.report == report).count() + 1;
        let day = self.reports.iter().find(|r| r.id == report).and_then(|r| r.published.clone());
        let text = text[start..end].to_owned();
        self.figures.push(Figure {
            id: format!("{report}.F{n}"),
            report: report.into(),
            start,
            end,
            text,
            value,
            unit: Some(unit.into()),
            per: None,
            counted: Some(counted),
            role: (unit == "person").then_some(Role::Killed),
            population: None,
            place: None,
            kind: Some(if unit == "person" { FigureKind::Cumulative } else { FigureKind::Measure }),
            period: None,
            as_of: None,
            said_on: day.map(|d| d.dates),
            speaker: origin.map(|(entity, name)| Speaker {
                name: name.into(),
                start: None,
                end: None,
                entity: Some(entity.into()),
                aliases: Vec::new(),
                by_description: false,
            }),
            via: Vec::new(),
            statement: None,
            certainty: Certainty::Asserted,
            quantity: None,
            party: false,
            independent: origin.is_some(),
            state: None,
            derivation: None,
            sentence: Some(Span { start: from, end: to }),
            abstained: vec!["as_of".into(), "place".into()],
            confidence: 0.9,
        });
        self.figures.last_mut().expect("just pushed")
    }
}

fn exactly(n: f64) -> Value {
    Value { lo: Some(n), hi: Some(n), lo_open: false, hi_open: false, approx: false, vague: false, granularity: 1.0 }
}

fn statements(b: &mut Builder) {
    let prefecture = ("prefecture", "préfecture de la Sarre-Maritime");
    b.statement("a", "la préfecture de la Sarre-Maritime", "a annoncé", "Au moins 12 personnes ont été tuées et une soixantaine blessées mardi dans l'explosion d'un entrepôt du port d'Orval", prefecture, Stance::Asserts);
    b.statement(
        "a",
        "la préfète Hélène Vasseur",
        "a précisé",
        "« Ce bilan est provisoire »",
        ("vasseur", "Hélène Vasseur"),
        Stance::Asserts,
    );
    b.statement(
        "a",
        "la compagnie Nordquai",
        "selon",
        "L'entrepôt contenait 240 tonnes d'engrais",
        ("nordquai", "Nordquai"),
        Stance::Asserts,
    );
    b.statement(
        "b",
        "la préfecture",
        "a annoncé",
        "Plus de 1.\n\n200 habitants ont été évacués après l'explosion d'Orval",
        prefecture,
        Stance::Asserts,
    );
    b.statement(
        "b",
        "elle",
        "a-t-elle ajouté",
        "Le bilan est monté à 19 morts et 74 blessés",
        prefecture,
        Stance::Asserts,
    );
    b.statement(
        "b",
        "Nordquai",
        "a démenti",
        "avoir stocké des matières interdites",
        ("nordquai", "Nordquai"),
        Stance::Denies,
    );
    b.statement(
        "b",
        "la direction du port",
        "n'a ni confirmé ni démenti",
        "les chiffres",
        ("port", "direction du port"),
        Stance::Neither,
    );
    b.statement(
        "c",
        "the dockers' union",
        "said",
        "More than 45 people died in the Orval warehouse blast",
        ("union", "dockers' union"),
        Stance::Asserts,
    );
    b.statement(
        "c",
        "its secretary, Bruno Achard",
        "said its",
        "\"They count bodies, we count colleagues,\"",
        ("achard", "Bruno Achard"),
        Stance::Asserts,
    );
    b.statement("d", "La préfecture", "a indiqué", "21 corps avaient été retrouvés", prefecture, Stance::Asserts);
    b.statement(
        "d",
        "Le ministère de la Santé",
        "fait état",
        "20 à 23 morts",
        ("sante", "ministère de la Santé"),
        Stance::Asserts,
    );
    b.statement(
        "e",
        "Le syndicat",
        "dit",
        "n'avoir jamais donné ce chiffre",
        ("union", "dockers' union"),
        Stance::Denies,
    );
}

fn figures(b: &mut Builder) {
    let prefecture = Some(("prefecture", "préfecture de la Sarre-Maritime"));
    let union = Some(("union", "dockers' union"));
    let at_least = |n| Value { hi: None, hi_open: true, ..exactly(n) };
    let over = |n| Value { lo_open: true, ..at_least(n) };
    let about = |n| Value { approx: true, ..exactly(n) };
    let dead = |f: &mut Figure| f.quantity = Some("killed".into());
    let f = b.figure("a", "Au moins 12", "personnes", "person", at_least(12.0), prefecture);
    dead(f);
    f.statement = Some("a.S1".into());
    f.via = vec![Relay { name: "Lynx".into(), entity: Some("lynx".into()) }];
    f.state = Some(FigureState::Superseded);
    let f = b.figure("a", "une soixantaine", "blessées", "person", about(60.0), prefecture);
    f.quantity = Some("wounded".into());
    f.role = Some(Role::Wounded);
    f.via = vec![Relay { name: "Lynx".into(), entity: Some("lynx".into()) }];
    f.statement = Some("a.S1".into());
    b.figure("a", "240 tonnes", "engrais", "t", exactly(240.0), Some(("nordquai", "Nordquai"))).quantity =
        Some("fertiliser".into());
    let f = b.figure("b", "Plus de 1.\n\n200", "habitants", "person", over(1200.0), prefecture);
    f.quantity = Some("evacuated".into());
    f.role = Some(Role::Evacuated);
    dead(b.figure("b", "19", "morts", "person", exactly(19.0), prefecture));
    let f = b.figure("b", "74", "blessés", "person", exactly(74.0), prefecture);
    f.quantity = Some("wounded".into());
    f.role = Some(Role::Wounded);
    let f = b.figure("c", "More than 45", "people", "person", over(45.0), union);
    dead(f);
    f.party = true;
    dead(b.figure("c", "19", "dead", "person", exactly(19.0), prefecture));
    let f = b.figure("c", "248 tonnes", "fertiliser", "t", exactly(248.0), union);
    f.quantity = Some("fertiliser".into());
    let f = b.figure("c", "About 1,200", "residents", "person", about(1200.0), None);
    f.quantity = Some("evacuated".into());
    f.role = Some(Role::Evacuated);
    f.certainty = Certainty::Possible;
    dead(b.figure("d", "Au moins 12", "personnes", "person", at_least(12.0), prefecture));
    dead(b.figure("d", "21", "corps", "person", exactly(21.0), prefecture));
    let f = b.figure(
        "d",
        "20 à 23",
        "morts",
        "person",
        Value { hi: Some(23.0), ..exactly(20.0) },
        Some(("sante", "ministère de la Santé")),
    );
    dead(f);
    f.said_on = Some(Dates {
        candidates: vec![date(2031, 3, 4), date(2031, 3, 6)],
        to: Some(date(2031, 3, 6)),
        ..on(date(2031, 3, 4))
    });
    let f = b.figure("d", "Des centaines", "familles", "item", Value { vague: true, ..at_least(200.0) }, None);
    f.quantity = Some("rehoused".into());
    f.certainty = Certainty::Hedged;
    let f = b.figure("e", "45", "dockers", "person", exactly(45.0), None);
    f.quantity = Some("killed-dockers".into());
    f.certainty = Certainty::Denied;
    f.state = Some(FigureState::Withdrawn);
    let f = b.figure("e", "plus de 45", "morts", "person", over(45.0), union);
    dead(f);
    f.party = true;
}

fn speakers() -> Vec<StorySpeaker> {
    let one = |entity: &str, name: &str, family: Option<&str>, kind| StorySpeaker {
        entity: entity.into(),
        name: name.into(),
        shown: None,
        aliases: Vec::new(),
        described_as: Vec::new(),
        family: family.map(Into::into),
        kind,
        parts: Vec::new(),
        by_description: false,
    };
    let mut union = one("union", "dockers' union", None, EntityKind::Body);
    union.described_as = vec!["syndicat".into()];
    vec![
        one("prefecture", "préfecture de la Sarre-Maritime", Some("FR"), EntityKind::Body),
        one("vasseur", "Hélène Vasseur", Some("FR"), EntityKind::Person),
        one("sante", "ministère de la Santé", Some("FR"), EntityKind::Body),
        one("nordquai", "Nordquai", Some("Nordquai"), EntityKind::Body),
        one("port", "direction du port", None, EntityKind::Group),
        union,
        one("achard", "Bruno Achard", None, EntityKind::Person),
        one("lynx", "Lynx", Some("Lynx"), EntityKind::Outlet),
    ]
}

fn quantities(b: &Builder) -> Vec<Quantity> {
    let relation = |from: &str, to: &str, kind, fr: &str, en: &str| Relation {
        from: from.into(),
        to: to.into(),
        kind,
        reason: bi(fr, en),
    };
    let quantity = |id: &str, label: Bilingual, summary: Summary, relations: Vec<Relation>| {
        let figures: Vec<&Figure> = b.figures.iter().filter(|f| f.quantity.as_deref() == Some(id)).collect();
        Quantity {
            id: id.into(),
            label,
            unit: figures[0].unit.clone(),
            population: None,
            role: figures[0].role,
            place: Some("Orval".into()),
            kind: figures[0].kind,
            figures: figures.iter().map(|f| f.id.clone()).collect(),
            relations,
            summary,
            best: None,
        }
    };
    let summary = |lo, hi, [reports, outlets, origins, families, unknown_origins]: [usize; 5], state| Summary {
        lo,
        hi,
        reports,
        outlets,
        origins,
        families,
        unknown_origins,
        state,
        flags: Vec::new(),
    };
    vec![
        quantity(
            "killed",
            bi("personnes tuées, Orval", "people killed, Orval"),
            summary(Some(12.0), None, [5, 4, 3, 2, 0], QuantityState::Contested),
            vec![
                relation(
                    "a.F1",
                    "b.F2",
                    RelationKind::Update,
                    "La préfecture (19) met à jour son bilan (au moins 12) : plus récent, pas plus bas.",
                    "The prefecture (19) updates its toll (at least 12): newer, not lower.",
                ),
                relation(
                    "b.F2",
                    "c.F2",
                    RelationKind::Relay,
                    "Même origine, même valeur : une seule origine.",
                    "Same origin, same value: one origin.",
                ),
                relation(
                    "a.F1",
                    "d.F1",
                    RelationKind::Relay,
                    "Texte copié : une seule origine.",
                    "Copied text: one origin.",
                ),
                relation(
                    "b.F2",
                    "c.F1",
                    RelationKind::Contradicts,
                    "Le syndicat (plus de 45) contredit la préfecture (19) : même jour, rapport ≥ 2,3 ; partie au conflit.",
                    "The union (over 45) contradicts the prefecture (19): same day, ratio ≥ 2.3; a party to the matter.",
                ),
                relation(
                    "d.F2",
                    "d.F3",
                    RelationKind::Agrees,
                    "Autre origine, les intervalles se recoupent.",
                    "Other origin, the intervals overlap.",
                ),
                relation(
                    "b.F2",
                    "d.F2",
                    RelationKind::Update,
                    "La préfecture (21) met à jour son bilan (19).",
                    "The prefecture (21) updates its toll (19).",
                ),
                relation(
                    "c.F1",
                    "e.F2",
                    RelationKind::Restates,
                    "Même origine, même valeur : une seule origine.",
                    "Same origin, same value: one origin.",
                ),
            ],
        ),
        quantity(
            "wounded",
            bi("personnes blessées, Orval", "people wounded, Orval"),
            summary(Some(60.0), Some(74.0), [2, 2, 1, 1, 0], QuantityState::Weak),
            vec![relation(
                "a.F2",
                "b.F3",
                RelationKind::Update,
                "La préfecture (74) met à jour son bilan (environ 60).",
                "The prefecture (74) updates its toll (about 60).",
            )],
        ),
        quantity(
            "evacuated",
            bi("habitants évacués, Orval", "residents evacuated, Orval"),
            summary(Some(1200.0), None, [2, 2, 1, 1, 1], QuantityState::Weak),
            vec![],
        ),
        quantity(
            "fertiliser",
            bi("engrais dans l'entrepôt", "fertiliser in the warehouse"),
            summary(Some(240.0), Some(248.0), [2, 2, 2, 2, 0], QuantityState::Fair),
            vec![relation(
                "a.F3",
                "c.F3",
                RelationKind::Variant,
                "3 % d'écart : l'un des deux est sans doute une erreur.",
                "They differ by 3%: one of them is probably a slip.",
            )],
        ),
        quantity(
            "rehoused",
            bi("familles relogées", "families rehoused"),
            summary(Some(200.0), None, [1, 1, 0, 0, 1], QuantityState::Unattributed),
            vec![],
        ),
        quantity(
            "killed-dockers",
            bi("dockers tués", "dockers killed"),
            summary(Some(45.0), Some(45.0), [1, 1, 0, 0, 1], QuantityState::Withdrawn),
            vec![],
        ),
    ]
}

/// What "au moins 12 tuées et une soixantaine blessées" comes to.
fn implied(b: &Builder) -> Vec<Implied> {
    let parts = ["Au moins 12", "une soixantaine"].map(|words| {
        let (start, end) = b.find("a", words);
        Passage { start, end, text: words.into() }
    });
    vec![Implied {
        id: "a.N1".into(),
        report: "a".into(),
        value: Value { hi: None, hi_open: true, approx: true, ..exactly(72.0) },
        unit: "person".into(),
        role: Some(Role::Casualties),
        how: Implication::Sum,
        passages: parts.into(),
        figures: vec!["a.F1".into(), "a.F2".into()],
        quantity: None,
    }]
}

fn tolls(b: &Builder) -> Vec<Toll> {
    let of = |id: &str| {
        let figure = b.figures.iter().find(|f| f.id == id).expect("a figure of the story");
        let standing = figure.state.is_none();
        TollValue {
            figure: Some(id.into()),
            implied: None,
            value: figure.value,
            said_on: figure.said_on.clone(),
            standing,
        }
    };
    let killed = ["a.F1", "b.F2", "d.F2"].map(of);
    let casualties = TollValue {
        figure: None,
        implied: Some("a.N1".into()),
        value: implied(b)[0].value,
        said_on: Some(on(date(2031, 3, 4))),
        standing: true,
    };
    vec![Toll { role: Role::Killed, values: killed.into() }, Toll { role: Role::Casualties, values: vec![casualties] }]
}

fn timeline(b: &Builder) -> Vec<Event> {
    let event = |day: Dates, report: &str, words: &str, said: Option<&str>| {
        let (start, end) = b.find(report, words);
        Event {
            date: day,
            what: words.into(),
            spans: vec![ReportSpan { report: report.into(), start, end }],
            said: said.map(Into::into),
            start_of: None,
        }
    };
    vec![
        event(on(date(2031, 3, 4)), "a", "l'explosion d'un entrepôt du port d'Orval", None),
        event(on(date(2031, 3, 4)), "a", "a annoncé la préfecture de la Sarre-Maritime", Some("a.S1")),
        event(on(date(2031, 3, 5)), "c", "the dockers' union said on Wednesday", Some("c.S1")),
        event(
            on(date(2031, 3, 6)),
            "d",
            "La préfecture a indiqué jeudi que 21 corps avaient été retrouvés",
            Some("d.S1"),
        ),
    ]
}
