/**
 * The public shapes of `crates/dossier/src/wire` (schema 1), as TypeScript. `tests/wire.test.ts` holds a dossier that the
 * program wrote against the field names here.
 *
 * Offsets are UTF-8 bytes into the report's stored text, `start` included, `end` excluded. Unknown is `null`.
 */

export type Range = [number, number];
export type Lang = 'fr' | 'en' | 'other';
export type Certainty = 'asserted' | 'hedged' | 'possible' | 'denied';
export type Stance = 'asserts' | 'denies' | 'neither' | 'asks' | 'orders';
export type StatementKind = 'direct' | 'mixed' | 'indirect';
export type FigureKind = 'cumulative' | 'flow' | 'stock' | 'measure' | 'plan';
export type FigureState = 'superseded' | 'corrected' | 'withdrawn';
export type QuantityState = 'confirmed' | 'fair' | 'weak' | 'contested' | 'unattributed' | 'withdrawn';
export type DateBasis = 'given' | 'metadata' | 'text' | 'inferred';
export type EntityKind = 'person' | 'body' | 'outlet' | 'country' | 'place' | 'document' | 'group' | 'other';
export type BlockKind = 'title' | 'paragraph' | 'heading' | 'caption' | 'byline' | 'boilerplate';
export type Role =
  | 'killed'
  | 'wounded'
  | 'missing'
  | 'captured'
  | 'casualties'
  | 'displaced'
  | 'evacuated'
  | 'detained'
  | 'deployed'
  | 'present'
  | 'infected'
  | 'other';
export type RelationKind =
  | 'relay'
  | 'derived'
  | 'denies'
  | 'component'
  | 'restates'
  | 'update'
  | 'revised_down'
  | 'agrees'
  | 'growth'
  | 'contradicts'
  | 'variant'
  | 'outlier'
  | 'not_comparable';

export interface Bilingual {
  fr: string;
  en: string;
}

/** The days that a date may be, both ends included, ISO 8601; `null` is open. */
export interface Dates {
  from: string | null;
  to: string | null;
  precision: string;
  candidates?: string[];
}

export interface Span {
  start: number;
  end: number;
}

export interface Passage extends Span {
  text: string;
}

export interface Value {
  lo: number | null;
  hi: number | null;
  lo_open: boolean;
  hi_open: boolean;
  approx: boolean;
  vague: boolean;
  granularity: number;
}

export interface Speaker {
  name: string;
  start: number | null;
  end: number | null;
  entity: string | null;
  aliases: string[];
  by_description?: boolean;
}

export interface Relay {
  name: string;
  entity?: string;
}

export interface Place extends Span {
  name: string;
  country: string | null;
  latitude?: number | null;
  longitude?: number | null;
  geonames?: number | null;
}

export interface Statement {
  id: string;
  report: string;
  source: Range[];
  cue: Range[];
  content: Range[];
  kind: StatementKind;
  stance: Stance;
  certainty: Certainty;
  speaker: Speaker | null;
  via?: Relay[];
  nested_in: string | null;
  said_on: Dates | null;
  confidence: number;
}

export interface Figure extends Span {
  id: string;
  report: string;
  text: string;
  value: Value;
  unit: string | null;
  per?: { of: string; number: number; words: Passage };
  counted: Passage | null;
  role: Role | null;
  population: string | null;
  place: Place | null;
  kind: FigureKind | null;
  period: Dates | null;
  as_of: Dates | null;
  said_on: Dates | null;
  speaker: Speaker | null;
  via: Relay[];
  statement: string | null;
  certainty: Certainty;
  quantity: string | null;
  party: boolean;
  independent: boolean;
  state: FigureState | null;
  derivation: { how: 'share' | 'part_of' | 'increment' | 'computed'; base: string | null } | null;
  sentence: Span | null;
  abstained: string[];
  confidence: number;
}

export interface Block extends Span {
  kind: BlockKind;
  reason?: string;
  language: Lang;
}

export interface Repair extends Span {
  kind: string;
  reads: string | null;
}

export interface Report {
  id: string;
  path: string;
  title: string | null;
  outlet: string | null;
  authors: string[];
  language: Lang;
  text_sha256: string;
  published: (Dates & { basis: DateBasis }) | null;
  likely?: Dates;
  blocks: Block[];
  repairs: Repair[];
  url?: string;
  publisher?: string;
  agencies?: string[];
  version_of?: string;
  text?: string;
}

export interface StorySpeaker {
  entity: string;
  name: string;
  shown?: Bilingual;
  aliases: string[];
  described_as?: string[];
  family: string | null;
  kind: EntityKind;
  parts?: string[];
  by_description?: boolean;
}

/** How figure `to` relates to the earlier figure `from`. */
export interface Relation {
  from: string;
  to: string;
  kind: RelationKind;
  reason: Bilingual;
}

export interface Summary {
  lo: number | null;
  hi: number | null;
  reports: number;
  outlets: number;
  origins: number;
  families: number;
  unknown_origins: number;
  state: QuantityState;
  flags?: Bilingual[];
}

export interface Quantity {
  id: string;
  label: Bilingual;
  unit: string | null;
  population: string | null;
  role: Role | null;
  place: string | null;
  kind: FigureKind | null;
  figures: string[];
  relations: Relation[];
  summary: Summary;
  best?: { figure: string; value: Value };
}

export interface Event {
  date: Dates;
  what: string;
  spans: (Span & { report: string })[];
  said: string | null;
  start_of?: string;
}

export interface Denial {
  speaker: string | null;
  statement: string;
  stance: Stance;
  of: string[];
}

export interface Copy {
  from: string;
  to: string;
  share: number;
  runs: { from: Range; to: Range }[];
}

export interface Gap extends Span {
  report: string;
  code: string;
  why: Bilingual;
}

export interface Dossier {
  schema: number;
  story: { id: string; title: string; from: string | null; to: string | null };
  generated: { version: string; rules: string; inputs_sha256: string };
  policy?: { rule: 'lower' | 'priority-source' | 'latest-of'; content?: string | string[] };
  reports: Report[];
  speakers: StorySpeaker[];
  quantities: Quantity[];
  figures: Figure[];
  implied?: unknown[];
  tolls?: unknown[];
  statements: Statement[];
  timeline: Event[];
  denials: Denial[];
  copies: Copy[];
  gaps: Gap[];
}
