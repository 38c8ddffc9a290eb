/**
 * The formats that a dossier is taken away in, in groups of what they are for. The list is the program's own
 * (`recoupe_exports::Format`): `e2e/exports.spec.ts` holds it against the OpenAPI document and fetches each.
 */

export interface Format {
  /** As the API and `--format` call it. */
  name: string;
  /** What its files end in: `recoupe dossier … -o dossier.ENDING`. */
  ending: string;
  title: string;
  /** What it is for. */
  fr: string;
  en: string;
}

export interface Group {
  fr: string;
  en: string;
  formats: Format[];
}

function format(name: string, ending: string, title: string, fr: string, en: string): Format {
  return { name, ending, title, fr, en };
}

export const GROUPS: Group[] = [
  {
    fr: 'Pour lire',
    en: 'To read',
    formats: [
      format('html', 'html', 'HTML', 'cette page en un fichier, à envoyer ou à archiver', 'this page as one file, to mail or to archive'),
      format('md', 'md', 'Markdown', 'un document, les passages en notes de bas de page', 'a document, the passages as footnotes'),
    ],
  },
  {
    fr: 'Pour calculer',
    en: 'To compute with',
    formats: [
      format(
        'csv',
        'csv',
        'CSV',
        'un chiffre par ligne, avec les colonnes de l’UCDP, pour un tableur',
        'one figure a row, with UCDP’s columns, for a spreadsheet',
      ),
      format('parquet', 'parquet', 'Parquet', 'les mêmes colonnes, typées, pour R, Python ou DuckDB', 'the same columns, typed, for R, Python or DuckDB'),
      format('json', 'json', 'JSON', 'tout le dossier, pour un programme', 'the whole dossier, for a program'),
      format('jsonl', 'jsonl', 'JSON Lines', 'tout le dossier, un objet par ligne', 'the whole dossier, one object a line'),
    ],
  },
  {
    fr: 'Données liées',
    en: 'Linked data',
    formats: [
      format(
        'annotations',
        'anno.jsonld',
        'Web Annotations',
        'une annotation W3C par propos, ancrée dans le texte',
        'one W3C annotation a claim, anchored in the text',
      ),
      format(
        'provenance',
        'prov.jsonld',
        'PROV-O',
        'd’où vient chaque propos : une nanopublication chacun',
        'where each claim comes from: one nanopublication each',
      ),
      format(
        'schemaorg',
        'claims.jsonld',
        'schema.org',
        'Claim et ClaimReview, sans note de véracité',
        'Claim and ClaimReview, without a rating of truth',
      ),
    ],
  },
  {
    fr: 'Autres outils',
    en: 'Other tools',
    formats: [
      format('stix', 'stix.json', 'STIX 2.1', 'pour le renseignement sur la menace (OpenCTI, MISP)', 'for threat intelligence (OpenCTI, MISP)'),
      format('ftm', 'ftm.json', 'FollowTheMoney', 'pour l’enquête (Aleph, OpenSanctions)', 'for investigations (Aleph, OpenSanctions)'),
      format('graphml', 'graphml', 'GraphML', 'le graphe des rapports, auteurs et propos (Gephi)', 'the graph of reports, speakers and claims (Gephi)'),
      format('timeline', 'timeline.json', 'TimelineJS', 'une chronologie à publier', 'a timeline to publish'),
      format('ris', 'ris', 'RIS', 'les rapports pour un gestionnaire de références (Zotero)', 'the reports for a reference manager (Zotero)'),
    ],
  },
];
