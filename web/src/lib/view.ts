/**
 * What every part of the page needs of a dossier: look-ups, names, dates, order. After `crates/dossier/src/view.rs`, so
 * that the page, the terminal and the documents say the same.
 */
import type {
  Dates,
  Denial,
  Dossier,
  Figure,
  Lang,
  Quantity,
  Relation,
  Relay,
  Report,
  Speaker,
  Statement,
  StorySpeaker,
} from '../wire';
import { ByteText } from './bytes';
import type { Locale } from './locale';
import { type Told, isContest, told } from './told';
import * as typography from './typography';

/** Number of origin colours; later origins share the neutral one. */
export const ORIGIN_COLORS = 8;

function byKey<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(key(item));
    if (known) known.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** What does not depend on the reader's language, made once a dossier. */
export class Index {
  readonly quantities: Quantity[];
  readonly reports: Report[];
  readonly figures: Map<string, Figure>;
  readonly statements: Map<string, Statement>;
  readonly speakers: Map<string, StorySpeaker>;
  readonly quantity: Map<string, Quantity>;
  readonly figuresIn: Map<string, Figure[]>;
  readonly statementsIn: Map<string, Statement[]>;
  readonly denialsOf: Map<string, Denial[]>;
  private readonly numbers: Map<string, number>;
  private readonly texts = new Map<string, ByteText>();
  private readonly colors = new Map<string, number>();
  private readonly toldOf = new Map<string, Told[]>();
  private readonly contestsOf = new Map<string, Told[]>();

  constructor(readonly dossier: Dossier) {
    this.quantities = [...dossier.quantities].sort(
      (a, b) =>
        Number(a.summary.state !== 'contested') - Number(b.summary.state !== 'contested') ||
        b.figures.length - a.figures.length ||
        (a.id < b.id ? -1 : 1),
    );
    const published = (r: Report): string => {
      const days = r.likely ?? r.published;
      return days?.from ?? days?.to ?? '9999';
    };
    this.reports = [...dossier.reports].sort((a, b) => {
      const [x, y] = [published(a) + a.path + a.id, published(b) + b.path + b.id];
      return x < y ? -1 : x > y ? 1 : 0;
    });
    this.numbers = new Map(this.reports.map((r, i) => [r.id, i + 1]));
    this.figures = new Map(dossier.figures.map((f) => [f.id, f]));
    this.statements = new Map(dossier.statements.map((s) => [s.id, s]));
    this.speakers = new Map(dossier.speakers.map((s) => [s.entity, s]));
    this.quantity = new Map(dossier.quantities.map((q) => [q.id, q]));
    this.figuresIn = byKey(dossier.figures, (f) => f.report);
    this.statementsIn = byKey(dossier.statements, (s) => s.report);
    this.denialsOf = new Map();
    for (const denial of dossier.denials) {
      for (const id of denial.of.filter((id) => id !== denial.statement)) {
        this.denialsOf.set(id, [...(this.denialsOf.get(id) ?? []), denial]);
      }
    }
    for (const figure of this.quantities.flatMap((q) => this.figuresOf(q))) {
      const key = this.originKey(figure);
      if (figure.speaker && this.colors.size < ORIGIN_COLORS && !this.colors.has(key)) {
        this.colors.set(key, this.colors.size);
      }
    }
  }

  report(id: string): Report | undefined {
    const number = this.numbers.get(id);
    return number === undefined ? undefined : this.reports[number - 1];
  }

  /** `R3`: the number of a report in order of publication. */
  mark(report: string): string {
    return `R${this.numbers.get(report) ?? '?'}`;
  }

  /** A report's text, addressed by bytes. */
  text(report: string): ByteText {
    let text = this.texts.get(report);
    if (!text) {
      text = new ByteText(this.report(report)?.text ?? '');
      this.texts.set(report, text);
    }
    return text;
  }

  figuresOf(quantity: Quantity): Figure[] {
    return quantity.figures.flatMap((id) => this.figures.get(id) ?? []);
  }

  /** What makes two figures come from the same voice: the origin, or the outlet where nobody is named, or the report. */
  originKey(figure: Figure): string {
    if (figure.speaker) return figure.speaker.entity ?? figure.speaker.name;
    const outlet = this.report(figure.report)?.outlet;
    return outlet ? `outlet:${outlet}` : `report:${figure.report}`;
  }

  /** CSS class of the origin's colour. */
  color(figure: Figure): string {
    const color = this.colors.get(this.originKey(figure));
    return color === undefined ? 'ox' : `o${color}`;
  }

  /** The relations of a quantity, folded. */
  told(quantity: Quantity): Told[] {
    return this.kept(this.toldOf, quantity, quantity.relations);
  }

  /** Those that make it contested. No entry holds two kinds of these, so the others need not be folded for them. */
  contests(quantity: Quantity): Told[] {
    return this.kept(this.contestsOf, quantity, quantity.relations.filter((r) => isContest(r.kind)));
  }

  private kept(known: Map<string, Told[]>, quantity: Quantity, relations: Relation[]): Told[] {
    let entries = known.get(quantity.id);
    if (!entries) {
      entries = told(this, { ...quantity, relations });
      known.set(quantity.id, entries);
    }
    return entries;
  }
}

/** The days a figure is about: as of, else the day it was said. */
export function daysOf(figure: Figure): Dates | null {
  return figure.as_of ?? figure.said_on;
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) || path;
}

/** The `lang` attribute of a report's words. */
export function tag(language: Lang | undefined): string {
  return language === 'fr' || language === 'en' ? language : 'und';
}

/** A dossier in one language. */
export class View {
  constructor(
    readonly index: Index,
    readonly locale: Locale,
  ) {}

  get dossier(): Dossier {
    return this.index.dossier;
  }

  /** Words of the page, set as the language asks. */
  pick(fr: string, en: string): string {
    return this.locale === 'fr' ? typography.french(fr) : en;
  }

  count(n: number, one: [string, string], many: [string, string]): string {
    return typography.count(this.locale, n, one, many);
  }

  /** A state by its code (ISO 3166-1 alpha-2), in the reader's language. */
  country(code: string): string {
    return new Intl.DisplayNames([this.locale], { type: 'region', fallback: 'code' }).of(code) ?? code;
  }

  label(quantity: Quantity): string {
    return typography.set(this.locale, quantity.label[this.locale]);
  }

  range(quantity: Quantity): string {
    const { lo, hi } = quantity.summary;
    return typography.measureRange(this.locale, lo, hi, quantity.unit);
  }

  measure(figure: Figure): string {
    return typography.measure(this.locale, figure.value, figure.unit);
  }

  /** The number as printed, on one line. */
  printed(figure: Figure): string {
    return typography.unbroken(typography.fold(figure.text).trim());
  }

  date(figure: Figure): string {
    return typography.dates(this.locale, daysOf(figure));
  }

  dates(days: Dates | null): string {
    return typography.dates(this.locale, days);
  }

  /** A speaker's name to print, in the language of the reader where it has one. */
  shown(entity: string | null | undefined, name: string): string {
    const linked = entity ? this.index.speakers.get(entity) : undefined;
    return linked ? (linked.shown?.[this.locale] ?? linked.name) : name;
  }

  speakerName(speaker: Speaker): string {
    return this.shown(speaker.entity, speaker.name);
  }

  speakerOf(statement: Statement): string {
    return statement.speaker ? this.speakerName(statement.speaker) : this.pick('source non nommée', 'unnamed source');
  }

  /** The outlet of a report, else its number. */
  outlet(report: string): string {
    return this.index.report(report)?.outlet ?? this.index.mark(report);
  }

  /** Who gives the figure: the origin's name, or the outlet where nobody is named. */
  origin(figure: Figure): string {
    if (figure.speaker) return this.speakerName(figure.speaker);
    return `${this.outlet(figure.report)}, ${this.pick('sans auteur nommé', 'nobody named')}`;
  }

  relays(via: Relay[]): string {
    return via.map((relay) => this.shown(relay.entity, relay.name)).join(', ');
  }

  /** The outlet, else the title, else the file's name. */
  reportName(id: string): string {
    const report = this.index.report(id);
    if (!report) return id;
    return report.outlet ?? (report.title ? typography.clip(report.title, 48) : fileName(report.path));
  }

  reportTitle(report: Report): string {
    return typography.fold(report.title ?? '').trim() || fileName(report.path);
  }

  published(report: Report): string {
    if (!report.published) return this.pick('date de publication inconnue', 'publication date unknown');
    return typography.dates(this.locale, report.published);
  }

  /** The words of a report under a byte range, blanks folded. */
  words(report: string, start: number, end: number): string {
    return typography.fold(this.index.text(report).slice(start, end)).trim();
  }

  pieces(report: string, ranges: [number, number][], between: string): string {
    return ranges.map(([start, end]) => this.words(report, start, end)).join(between);
  }

  /** The story's title; one that a French report gives is set as French. */
  title(): string {
    const title = typography.fold(this.dossier.story.title).trim();
    if (!title) return this.pick('Sans titre', 'Untitled');
    const french = this.index.reports.some((r) => r.language === 'fr' && r.title?.trim() === title);
    return french ? typography.set('fr', title) : title;
  }

  period(): string | null {
    const { from, to } = this.dossier.story;
    return from || to ? typography.dates(this.locale, { from, to, precision: 'range' }) : null;
  }

  /** The latest figure of each origin, in order of first appearance. */
  latestByOrigin(quantity: Quantity): Figure[] {
    const latest = new Map<string, Figure>();
    for (const figure of this.index.figuresOf(quantity)) latest.set(this.index.originKey(figure), figure);
    return [...latest.values()];
  }

  /** The entries that make a quantity contested. */
  contests(quantity: Quantity): Told[] {
    return this.index.contests(quantity);
  }

  /** Figures of a quantity that somebody denies. */
  denied(quantity: Quantity): Figure[] {
    return this.index.figuresOf(quantity).filter((figure) => {
      const statement = figure.statement ? this.index.statements.get(figure.statement) : undefined;
      return figure.certainty === 'denied' || statement?.stance === 'denies';
    });
  }
}
