import { describe, expect, test } from 'vitest';
import * as t from '../src/lib/typography';
import type { Dates, Value } from '../src/wire';

const value = (lo: number | null, hi: number | null, more: Partial<Value> = {}): Value => ({
  lo,
  hi,
  lo_open: false,
  hi_open: false,
  approx: false,
  vague: false,
  granularity: 1,
  ...more,
});
const dates = (from: string | null, to: string | null, candidates?: string[]): Dates => ({ from, to, precision: 'range', candidates });
const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('French is set as French', () => {
  test.each([
    ['oui : « non » ; 1 100 et 25 000 000 !', 'oui\u202f: «\u202fnon\u202f»\u202f; 1\u202f100 et 25\u202f000\u202f000\u202f!'],
    ['le 3 2024 fois, 1 10', 'le 3 2024 fois, 1 10'],
    ['40 % et 12\u00a0€', '40\u202f% et 12\u202f€'],
  ])('%s', (text, expected) => expect(t.set('fr', text)).toBe(expected));
  test('English is left alone', () => expect(t.set('en', 'so: 1 100')).toBe('so: 1 100'));
});

test('numbers', () => {
  const cases: [number, string, string][] = [
    [0, '0', '0'],
    [999, '999', '999'],
    [1100, '1\u202f100', '1,100'],
    [2_500_000.5, '2\u202f500\u202f000,5', '2,500,000.5'],
    [-12.25, '−12,25', '−12.25'],
    [33.33, '33,33', '33.33'],
  ];
  for (const [n, fr, en] of cases) expect([t.number('fr', n), t.number('en', n)]).toEqual([fr, en]);
  expect(t.number('en', 1e300)).toBe('1e300');
});

test('bounds are said by sign', () => {
  expect(plain(t.interval('fr', value(1100, 1100, { approx: true })))).toBe('≈ 1 100');
  expect(plain(t.interval('fr', value(3000, null, { lo_open: true })))).toBe('> 3 000');
  expect(plain(t.interval('fr', value(3000, null, { hi_open: true })))).toBe('≥ 3 000');
  expect(plain(t.interval('fr', value(null, 50, { hi_open: true })))).toBe('< 50');
  expect(plain(t.interval('fr', value(null, 50)))).toBe('≤ 50');
  expect(t.interval('fr', value(40, 60))).toBe('40–60');
  expect(t.interval('fr', value(null, null))).toBe('?');
});

test('units in the number of the value', () => {
  expect(plain(t.measure('fr', value(1, 1), 'day'))).toBe('1 jour');
  expect(plain(t.measure('fr', value(3, 3), 'day'))).toBe('3 jours');
  expect(plain(t.measure('fr', value(3.5, 1200), 'EUR'))).toBe('3,5–1 200 €');
  expect(t.measure('en', value(3.5, 1200), 'EUR')).toBe('€3.5–€1,200');
  expect(t.measure('en', value(5, 5), 'percent')).toBe('5%');
  expect(plain(t.measure('en', value(5, 5), 'constructor'))).toBe('5 constructor');
});

test('days as precise as they are known', () => {
  const fr = (d: Dates) => plain(t.dates('fr', d));
  expect(fr(dates('2031-02-01', '2031-02-10'))).toBe('1er–10 févr. 2031');
  expect(fr(dates('2031-02-01', '2031-02-28'))).toBe('févr. 2031');
  expect(fr(dates('2031-01-01', '2031-12-31'))).toBe('2031');
  expect(fr(dates(null, '2031-02-10'))).toBe('au plus tard le 10 févr. 2031');
  expect(fr(dates('2031-02-10', null))).toBe('à partir du 10 févr. 2031');
  expect(fr(dates('2030-12-30', '2031-02-10'))).toBe('30 déc. 2030 – 10 févr. 2031');
  expect(fr(dates('2031-02-01', '2031-02-10', ['2031-02-01', '2031-02-10']))).toBe('1er févr. 2031 ou 10 févr. 2031');
  expect(fr(dates(null, null))).toBe('date inconnue');
});

test('texts are cut between words, and never inside a character', () => {
  expect(t.clip('court', 10)).toBe('court');
  expect(t.clip('une phrase assez longue, puis une autre', 26)).toBe('une phrase assez longue…');
  expect(t.clip('unmotsansaucunblanc', 5)).toBe('unmot…');
  expect(t.clip('🙂'.repeat(20), 5)).toBe(`${'🙂'.repeat(5)}…`);
  expect(t.clipStart('une phrase assez longue', 12)).toBe('…longue');
  expect(t.clipStart('🙂'.repeat(20), 5)).toBe(`…${'🙂'.repeat(2)}`);
  expect(t.fold('plus de 1.\n\n200 habitants')).toBe('plus de 1. ¶ 200 habitants');
  expect(t.unbroken('1. ¶ 200')).toBe('1.\u00a0¶\u00a0200');
});
