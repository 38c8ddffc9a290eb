/**
 * Numbers, dates and spaces as each language sets them, after `crates/dossier/src/typography.rs`.
 *
 * Only for words of our own: quotations are never touched.
 */
import type { Dates, Value } from '../wire';
import { type Locale, pick } from './locale';

/** Narrow no-break space. */
export const NNBSP = '\u202f';
/** No-break space. */
export const NBSP = '\u00a0';

/** Sets a text of our own as the language asks. */
export function set(locale: Locale, text: string): string {
  if (locale === 'en') return text;
  return text
    .replace(/[ \u00a0](?=[;:!?»%€])/g, NNBSP)
    .replace(/(?<=«)[ \u00a0]/g, NNBSP)
    .replace(/(?<=\d)[ \u00a0](?=\d{3}(?!\d))/g, NNBSP);
}

const SETTINGS = new Map<string, string>();

/** A text of our own in French, set as French; the page's words are few, and asked for often. */
export function french(text: string): string {
  let known = SETTINGS.get(text);
  if (known === undefined) {
    known = set('fr', text);
    SETTINGS.set(text, known);
  }
  return known;
}

/** A quotation in the language's marks. */
export function quotationMarks(locale: Locale): [string, string] {
  return pick(locale, [`«${NNBSP}`, `${NNBSP}»`], ['“', '”']);
}

/** A number with grouped digits and the language's decimal mark; at most six decimals. */
export function number(locale: Locale, value: number): string {
  if (Math.abs(value) >= 1e15) return value.toExponential().replace('e+', 'e');
  const [whole = '', fraction = ''] = Math.abs(value).toFixed(6).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, pick(locale, NNBSP, ','));
  const decimals = fraction.replace(/0+$/, '');
  return (value < 0 ? '−' : '') + grouped + (decimals && pick(locale, ',', '.') + decimals);
}

/** The interval that a wording states: `≈ 1 100`, `> 3 000`, `40–60`. */
export function interval(locale: Locale, value: Value): string {
  const n = (v: number) => number(locale, v);
  const { lo, hi } = value;
  if (lo !== null && hi !== null) {
    const bounds = lo === hi ? n(lo) : `${n(lo)}–${n(hi)}`;
    return value.approx ? `≈${NNBSP}${bounds}` : bounds;
  }
  if (lo !== null) return `${value.lo_open ? '>' : '≥'}${NNBSP}${n(lo)}`;
  if (hi !== null) return `${value.hi_open ? '<' : '≤'}${NNBSP}${n(hi)}`;
  return '?';
}

const SIGNS: Record<string, string> = {
  person: '',
  item: '',
  percent: '%',
  times: '×',
  EUR: '€',
  USD: '$',
  GBP: '£',
  second: 's',
  minute: 'min',
  hour: 'h',
};

const WORDS: Record<string, { fr: [string, string]; en: [string, string] }> = {
  day: { fr: ['jour', 'jours'], en: ['day', 'days'] },
  week: { fr: ['semaine', 'semaines'], en: ['week', 'weeks'] },
  month: { fr: ['mois', 'mois'], en: ['month', 'months'] },
  year: { fr: ['an', 'ans'], en: ['year', 'years'] },
};

/** A unit's sign or word, in the number of `n`. */
function unitName(locale: Locale, unit: string | null, n: number | null): string {
  if (unit === null) return '';
  const words = Object.hasOwn(WORDS, unit) ? WORDS[unit] : undefined;
  if (words) return words[locale][isSingular(locale, n) ? 0 : 1];
  return Object.hasOwn(SIGNS, unit) ? (SIGNS[unit] ?? '') : unit;
}

/** French has the singular below two, English for one alone. */
function isSingular(locale: Locale, n: number | null): boolean {
  return n !== null && (locale === 'fr' ? Math.abs(n) < 2 : Math.abs(n) === 1);
}

function withUnit(locale: Locale, text: string, unit: string | null, n: number | null): string {
  const name = unitName(locale, unit, n);
  if (name === '') return text;
  if (locale === 'en' && name === '%') return `${text}%`;
  if (locale === 'en' && '€$£'.includes(name)) return text.replace(/(?<![\d.,])\d/g, (digit) => name + digit);
  return `${text}${NNBSP}${name}`;
}

/** The bounds with their unit. */
export function measure(locale: Locale, value: Value, unit: string | null): string {
  return withUnit(locale, interval(locale, value), unit, value.hi ?? value.lo);
}

/** Lowest–highest with its unit. */
export function measureRange(locale: Locale, lo: number | null, hi: number | null, unit: string | null): string {
  const value = { lo, hi, lo_open: false, hi_open: false, approx: false, vague: false, granularity: 1 };
  return measure(locale, value, unit);
}

/** A count with its noun: "1 rapport", "3 rapports". */
export function count(locale: Locale, n: number, one: [string, string], many: [string, string]): string {
  const words = isSingular(locale, n) ? one : many;
  return `${number(locale, n)}${NBSP}${pick(locale, words[0], words[1])}`;
}

/** A share as a percentage. */
export function percent(locale: Locale, share: number): string {
  return `${number(locale, Math.round(share * 100))}${pick(locale, `${NNBSP}%`, '%')}`;
}

const MONTHS = {
  fr: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juill.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'June', 'July', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'],
};

interface Day {
  year: number;
  month: number;
  day: number;
}

function parse(iso: string): Day {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return { year, month, day };
}

function dayNumber(locale: Locale, day: number): string {
  return locale === 'fr' && day === 1 ? '1er' : String(day);
}

function monthName(locale: Locale, month: number): string {
  return MONTHS[locale][month - 1] ?? '?';
}

/** A day without its year: `23 déc.`. */
export function dayMonth(locale: Locale, iso: string): string {
  const d = parse(iso);
  return `${dayNumber(locale, d.day)}${NBSP}${monthName(locale, d.month)}`;
}

/** A day: `23 déc. 2024`, `23 Dec 2024`. */
export function day(locale: Locale, iso: string): string {
  return `${dayMonth(locale, iso)}${NBSP}${parse(iso).year}`;
}

/** A month with its year. */
export function month(locale: Locale, iso: string): string {
  const d = parse(iso);
  return `${monthName(locale, d.month)}${NBSP}${d.year}`;
}

function lastOfMonth({ year, month }: Day): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Dates as precisely as they are known and no more. */
export function dates(locale: Locale, d: Dates | null): string {
  if (!d || (!d.from && !d.to)) return pick(locale, 'date inconnue', 'date unknown');
  const candidates = d.candidates ?? [];
  if (candidates.length > 1 && candidates.length <= 3) {
    return candidates.map((c) => day(locale, c)).join(pick(locale, ` ou${NBSP}`, ` or${NBSP}`));
  }
  if (!d.to) return pick(locale, `à partir du${NBSP}`, 'from ') + day(locale, d.from as string);
  if (!d.from) return pick(locale, `au plus tard le${NBSP}`, 'no later than ') + day(locale, d.to);
  if (d.from === d.to) return day(locale, d.from);
  const [from, to] = [parse(d.from), parse(d.to)];
  const wholeYear = from.month === 1 && from.day === 1 && to.month === 12 && to.day === 31;
  if (wholeYear && from.year === to.year) return String(from.year);
  const sameMonth = from.year === to.year && from.month === to.month;
  if (sameMonth && from.day === 1 && to.day === lastOfMonth(from)) return month(locale, d.from);
  if (from.year !== to.year) return `${day(locale, d.from)} – ${day(locale, d.to)}`;
  if (!sameMonth) return `${dayMonth(locale, d.from)} – ${day(locale, d.to)}`;
  return `${dayNumber(locale, from.day)}–${day(locale, d.to)}`;
}

/** Blanks folded to one; a line break inside is shown as "¶". */
export function fold(text: string): string {
  return text.replace(/[\u0000-\u0020\u007f-\u009f]+/g, (blank) => (/[\n\r]/.test(blank) ? ' ¶ ' : ' ')).replace(/^ ¶ | ¶ $/g, ' ');
}

/** Spaces inside a printed number made no-break spaces. */
export function unbroken(text: string): string {
  return text.replace(/(?<=[\d¶.,]) (?=[\d¶.,])/g, NBSP);
}

/** At most about `width` characters, cut between words, at a mark of punctuation where one is near. */
export function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  const characters = Array.from(text.slice(0, width * 2 + 2));
  if (characters.length <= width) return text;
  const head = characters.slice(0, width).join('');
  const clause = Math.max(...[',', ';', '.', ':', '»', '"'].map((mark) => head.lastIndexOf(mark)));
  const blank = head.lastIndexOf(' ');
  const cut = clause * 3 > head.length * 2 ? clause : blank > 0 ? blank : head.length;
  return `${head.slice(0, cut).trimEnd()}…`;
}

/** The end of a text, about `width` characters of it. */
export function clipStart(text: string, width: number): string {
  if (text.length <= width) return text;
  let tail = text.slice(-width);
  if (/^[\udc00-\udfff]/.test(tail)) tail = tail.slice(1);
  const blank = tail.indexOf(' ');
  return `…${blank < 0 ? tail : tail.slice(blank + 1)}`;
}
