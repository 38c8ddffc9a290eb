import { describe, expect, test } from 'vitest';
import { lanes, layout, neighbour } from '../src/lib/chart';
import { rows } from '../src/lib/copies';
import { marksOf, segments, wholeBlocks } from '../src/lib/layers';
import { address, route } from '../src/lib/route';
import { extent, iso, tickFormat, ticks, timeScale } from '../src/lib/time';
import { inOrder, timeline } from '../src/lib/timeline';
import { Index, View } from '../src/lib/view';
import { example } from './example';

const index = new Index(example());
const fr = new View(index, 'fr');
const drawn = fr.index.quantities.flatMap((q) => layout(lanes(fr, q), 800, (f) => fr.measure(f)) ?? []);

describe('the chart', () => {
  test('one lane an origin, and every figure is in one', () => {
    for (const quantity of index.quantities) {
      const all = lanes(fr, quantity);
      expect(new Set(all.map((l) => l.key)).size).toBe(all.length);
      const times = all.flatMap((l) => l.marks).reduce((sum, m) => sum + m.times, 0);
      expect(times).toBe(quantity.figures.length);
      for (const lane of all) for (const m of lane.marks) expect(index.originKey(m.figure)).toBe(lane.key);
    }
  });

  test('time runs left to right, higher values stand higher, marks stay inside', () => {
    expect(drawn.length).toBeGreaterThan(0);
    for (const { lanes: all, width, height } of drawn) {
      for (const { marks, ground, top } of all) {
        for (const p of marks) {
          expect(p.x0).toBeGreaterThanOrEqual(0);
          expect(p.x1).toBeLessThanOrEqual(width);
          expect(p.x0).toBeLessThanOrEqual(p.x1);
          expect(p.y).toBeGreaterThanOrEqual(top);
          expect(p.y).toBeLessThanOrEqual(ground);
          expect(ground).toBeLessThanOrEqual(height);
          for (const q of marks) {
            const [a, b] = [p.mark.figure.value.lo, q.mark.figure.value.lo];
            if (a !== null && b !== null && a < b) expect(p.y).toBeGreaterThanOrEqual(q.y);
          }
        }
      }
    }
  });

  test('steps join the dated values of one named origin and nothing else', () => {
    for (const { lanes: all } of drawn) {
      for (const { lane, marks, steps } of all) {
        const dated = marks.filter((p) => p.mark.days?.from && p.mark.days.to);
        const expected = lane.unnamed ? 0 : Math.max(0, dated.length - 1);
        expect(steps.split('M').length - 1).toBe(expected);
      }
    }
  });

  test('arrow keys reach every mark and stop at the ends', () => {
    const chart = drawn.find((d) => d.lanes.length > 1)!;
    const reached = new Set(['0.0']);
    const queue: [number, number][] = [[0, 0]];
    while (queue.length > 0) {
      const at = queue.pop()!;
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const to = neighbour(chart.lanes, at, key);
        if (to && !reached.has(to.join('.'))) {
          reached.add(to.join('.'));
          queue.push(to);
        }
      }
    }
    expect(reached.size).toBe(chart.lanes.reduce((sum, l) => sum + l.marks.length, 0));
    expect(neighbour(chart.lanes, [0, 0], 'ArrowUp')).toBeNull();
    expect(neighbour(chart.lanes, [0, 0], 'ArrowLeft')).toBeNull();
  });
});

describe('time', () => {
  test('a day alone stands in the middle of three', () => {
    const days = extent([{ from: '2031-03-04', to: '2031-03-04', precision: 'day' }]);
    expect(days?.map(iso)).toEqual(['2031-03-03', '2031-03-05']);
    expect(extent([null, { from: null, to: null, precision: 'unknown' }])).toBeNull();
  });

  test.each([
    ['2031-03-01', '2031-03-05', 'fr', ['1er mars 2031', '2 mars', '3 mars', '4 mars', '5 mars']],
    ['2030-01-01', '2034-01-01', 'en', ['2030', '2031', '2032', '2033', '2034']],
  ] as const)('%s to %s', (from, to, locale, expected) => {
    const scale = timeScale(extent([{ from, to, precision: 'range' }])!, [0, 500]);
    const days = ticks(scale, 6);
    const write = tickFormat(locale, days);
    expect(days.map((d, i) => write(d, i).replaceAll('\u00a0', ' '))).toEqual(expected);
  });

  test('never more ticks than asked for, never finer than a day', () => {
    for (const to of ['2031-01-03', '2031-02-20', '2032-06-01', '2090-01-01']) {
      const scale = timeScale(extent([{ from: '2031-01-01', to, precision: 'range' }])!, [0, 500]);
      const days = ticks(scale, 5);
      expect(days.length).toBeGreaterThan(1);
      expect(days.length).toBeLessThanOrEqual(6);
      for (const d of days) expect(d.getUTCHours()).toBe(0);
    }
  });
});

test('the timeline loses no event', () => {
  const events = inOrder(index.dossier.timeline);
  const { said, about } = timeline(events, index.dossier.story, [0, 600])!;
  const counted = [said, about].map((r) => r.bars.length + r.before + r.after + r.undated);
  expect(counted).toEqual([events.filter((e) => e.said !== null).length, events.filter((e) => e.said === null).length]);
});

test('bars on one line of the timeline do not touch', () => {
  const { said, about } = timeline(inOrder(index.dossier.timeline), index.dossier.story, [0, 600])!;
  for (const { bars } of [said, about]) {
    for (const a of bars) for (const b of bars) if (a !== b && a.line === b.line) expect(a.x1 < b.x0 || b.x1 < a.x0).toBe(true);
  }
});

describe('layers', () => {
  test('the segments of a block give its text back, and each mark covers its own words', () => {
    for (const report of index.reports) {
      const text = index.text(report.id);
      const figures = index.figuresIn.get(report.id) ?? [];
      const marks = marksOf(report, index.statementsIn.get(report.id) ?? [], figures, index.dossier.timeline);
      const blocks = wholeBlocks(report, text.bytes, (a, b) => text.slice(a, b));
      for (const block of blocks) {
        const cut = segments(marks, block.start, block.end);
        expect(cut.map((s) => text.slice(s.start, s.end)).join('')).toBe(text.slice(block.start, block.end));
        for (const f of figures.filter((f) => block.start <= f.start && f.end <= block.end)) {
          const words = cut.filter((s) => s.claims.includes(f.id)).map((s) => text.slice(s.start, s.end)).join('');
          expect(words).toBe(text.slice(f.start, f.end));
        }
      }
    }
  });

  test('text between blocks is not lost', () => {
    const report = { ...index.reports[0]!, text: 'aa  bb  cc', blocks: [{ start: 4, end: 6, kind: 'paragraph' as const, language: 'fr' as const }] };
    const blocks = wholeBlocks(report, 10, (a, b) => report.text.slice(a, b));
    expect(blocks.map((b) => [b.start, b.end])).toEqual([[0, 4], [4, 6], [6, 10]]);
  });
});

test('copies show their shared runs and nothing twice', () => {
  for (const copy of index.dossier.copies) {
    const all = rows(copy, index.report(copy.from), index.report(copy.to));
    const shared = all.flatMap((r) => r.from.filter((p) => p.shared));
    expect(shared.map((p) => [p.start, p.end])).toEqual(copy.runs.map((r) => r.from));
  }
});

test('one contradiction is told once, by its most telling pair', () => {
  for (const quantity of index.quantities) {
    const told = index.told(quantity);
    expect(told.reduce((sum, t) => sum + t.relations, 0)).toBe(quantity.relations.length);
    const contests = told.filter((t) => t.lead.kind === 'contradicts' || t.lead.kind === 'denies');
    expect(fr.contests(quantity)).toEqual(contests);
    if (quantity.summary.state === 'contested') expect(fr.contests(quantity).length + fr.denied(quantity).length).toBeGreaterThan(0);
  }
});

describe('addresses', () => {
  test.each([
    { view: 'stories' },
    { view: 'review' },
    { view: 'search', query: 'q=morts&speaker=ARP' },
    { view: 'dossier', story: 'a b/ç', at: 'people-killed' },
    { view: 'report', report: 'r1', at: [12, 40] },
    { view: 'report', report: 'r1', at: null },
  ] as const)('%j comes back from its address', (there) => {
    expect(route(address(there as Parameters<typeof address>[0]), false)).toEqual(there);
  });
  test('a page that holds one dossier has its reports and itself', () => {
    expect(route('/', true)).toEqual({ view: 'dossier', story: '', at: null });
    expect(route('/review', true)).toEqual({ view: 'dossier', story: '', at: null });
    expect(route('/report/r1?at=3-9', true)).toEqual({ view: 'report', report: 'r1', at: [3, 9] });
  });
  test('what is no address is the first page, and no error', () => {
    expect(route('/report/%E0%A4%A?at=x-y', false)).toEqual({ view: 'report', report: '%E0%A4%A', at: null });
    expect(route('//', false)).toEqual({ view: 'stories' });
  });
});
