/** The axis of days: a scale over all days that anything is known to lie on, and how its ticks are written. */
import { type ScaleTime, scaleUtc } from 'd3-scale';
import { utcDay } from 'd3-time';
import type { Dates } from '../wire';
import type { Locale } from './locale';
import * as typography from './typography';

export type TimeScale = ScaleTime<number, number>;

/** Midnight UTC of an ISO day. */
export function instant(iso: string): Date {
  return new Date(`${iso}T00:00:00Z`);
}

export function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** First and last day of all; nothing if no day is known. A day alone stands in the middle of three. */
export function extent(days: (Dates | null)[]): [Date, Date] | null {
  let first: string | null = null;
  let last: string | null = null;
  for (const day of days.flatMap((d) => [d?.from, d?.to])) {
    if (!day) continue;
    if (first === null || day < first) first = day;
    if (last === null || day > last) last = day;
  }
  if (first === null || last === null) return null;
  if (first === last) return [utcDay.offset(instant(first), -1), utcDay.offset(instant(last), 1)];
  return [instant(first), instant(last)];
}

/** A scale over the extent, in pixels. */
export function timeScale([first, last]: [Date, Date], [left, right]: [number, number]): TimeScale {
  return scaleUtc().domain([first, last]).range([left, right]);
}

/** Days to name, never finer than a day, at most about `most`. */
export function ticks(scale: TimeScale, most: number): Date[] {
  const [first, last] = scale.domain() as [Date, Date];
  const days = utcDay.count(first, last);
  if (days <= most) return utcDay.range(first, utcDay.offset(last, 1));
  let wanted = most;
  let found = scale.ticks(wanted);
  while (found.length > most && wanted > 1) found = scale.ticks(--wanted);
  return found.length > 0 ? found : [first, last];
}

/** A writer of ticks: years alone, months, or days; the year where it changes. */
export function tickFormat(locale: Locale, days: Date[]): (date: Date, index: number) => string {
  const firstOfMonth = days.every((d) => d.getUTCDate() === 1);
  const firstOfYear = firstOfMonth && days.every((d) => d.getUTCMonth() === 0);
  return (date, index) => {
    const day = iso(date);
    const newYear = index === 0 || date.getUTCFullYear() !== days[index - 1]?.getUTCFullYear();
    if (firstOfYear) return String(date.getUTCFullYear());
    const full = firstOfMonth ? typography.month(locale, day) : typography.day(locale, day);
    return newYear ? full : full.slice(0, full.lastIndexOf(typography.NBSP));
  };
}
