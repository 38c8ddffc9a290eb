//! The formats: their names, the endings of their files, their media types.

/// A format that a dossier can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// One self-contained page.
    Html,
    /// The whole dossier (schema 1).
    Json,
    /// The same, one record a line.
    Jsonl,
    /// A document in Markdown, the passages as footnotes.
    Markdown,
    /// One figure a row, for spreadsheets.
    Csv,
    /// One figure a row, typed columns: Apache Parquet.
    Parquet,
    /// One W3C Web Annotation a claim, JSON-LD.
    Annotations,
    /// PROV-O, one nanopublication a claim, JSON-LD.
    Provenance,
    /// schema.org `Claim` and `ClaimReview`, JSON-LD.
    SchemaOrg,
    /// A STIX 2.1 bundle.
    Stix,
    /// FollowTheMoney entities, one a line.
    Ftm,
    /// Reports, speakers and claims as a graph.
    Graphml,
    /// TimelineJS.
    Timeline,
    /// Bibliography of the reports with their claims as notes.
    Ris,
}

/// What is known of a format.
struct Facts {
    name: &'static str,
    /// Endings of files without the first dot; the first is the one that files are given.
    endings: &'static [&'static str],
    media_type: &'static str,
    about: &'static str,
}

impl Format {
    /// All formats, in the order that lists show them.
    pub const ALL: [Self; 14] = [
        Self::Html,
        Self::Json,
        Self::Jsonl,
        Self::Markdown,
        Self::Csv,
        Self::Parquet,
        Self::Annotations,
        Self::Provenance,
        Self::SchemaOrg,
        Self::Stix,
        Self::Ftm,
        Self::Graphml,
        Self::Timeline,
        Self::Ris,
    ];

    const fn facts(self) -> Facts {
        let (name, endings, media_type, about): (_, &'static [&'static str], _, _) = match self {
            Self::Html => ("html", &["html", "htm"], "text/html; charset=utf-8", "One self-contained page"),
            Self::Json => ("json", &["json"], "application/json", "The whole dossier as data"),
            Self::Jsonl => {
                ("jsonl", &["jsonl", "ndjson"], "application/x-ndjson", "The whole dossier, one record a line")
            }
            Self::Markdown => {
                ("md", &["md", "markdown"], "text/markdown; charset=utf-8", "A document, the passages as footnotes")
            }
            Self::Csv => {
                ("csv", &["csv"], "text/csv; charset=utf-8", "One figure a row, UCDP's columns beside our own")
            }
            Self::Parquet => {
                ("parquet", &["parquet"], "application/vnd.apache.parquet", "One figure a row, in typed columns")
            }
            Self::Annotations => (
                "annotations",
                &["anno.jsonld", "annotations.jsonld"],
                "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"",
                "One W3C Web Annotation a claim",
            ),
            Self::Provenance => (
                "provenance",
                &["prov.jsonld", "provenance.jsonld"],
                "application/ld+json",
                "PROV-O, one nanopublication a claim",
            ),
            Self::SchemaOrg => (
                "schemaorg",
                &["claims.jsonld", "schemaorg.jsonld"],
                "application/ld+json",
                "schema.org Claim and ClaimReview (without ratings)",
            ),
            Self::Stix => ("stix", &["stix.json", "stix"], "application/stix+json;version=2.1", "A STIX 2.1 bundle"),
            Self::Ftm => (
                "ftm",
                &["ftm.json", "ftm.jsonl", "ftm"],
                "application/x-ndjson",
                "FollowTheMoney entities, one a line",
            ),
            Self::Graphml => {
                ("graphml", &["graphml"], "application/graphml+xml", "Reports, speakers and claims as a graph")
            }
            Self::Timeline => ("timeline", &["timeline.json"], "application/json", "TimelineJS"),
            Self::Ris => (
                "ris",
                &["ris"],
                "application/x-research-info-systems",
                "The reports for reference managers, their claims as notes",
            ),
        };
        Facts { name, endings, media_type, about }
    }

    /// The name to ask for it by.
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// The ending of its files, without the first dot.
    pub const fn ending(self) -> &'static str {
        self.facts().endings[0]
    }

    /// Its media type, as a server declares it.
    pub const fn media_type(self) -> &'static str {
        self.facts().media_type
    }

    /// What it is, in a few words of English.
    pub const fn about(self) -> &'static str {
        self.facts().about
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }

    /// The format that the name of a file ends in; of several endings the longest: `x.stix.json` is STIX, `x.json` a dossier.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let fits = |ending: &str| name.strip_suffix(ending).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'));
        let endings = Self::ALL.into_iter().flat_map(|f| f.facts().endings.iter().map(move |e| (f, *e)));
        endings.filter(|(_, e)| fits(e)).max_by_key(|(_, e)| e.len()).map(|(f, _)| f)
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn names_and_endings_find_their_format_and_no_other() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
            for ending in format.facts().endings {
                assert_eq!(Format::from_file_name(&format!("a.b.{ending}")), Some(format), "{ending}");
                assert_eq!(Format::from_file_name(&format!("A.{}", ending.to_uppercase())), Some(format), "{ending}");
            }
        }
        for name in ["x.pdf", "x.jsonld", "json", ".json", "", "x.json.gz", "xjson"] {
            assert_eq!(Format::from_file_name(name), None, "{name}");
        }
    }
}
