/**
 * The chart of a quantity as numbers: one lane an origin, all lanes on one scale of values, time from left to right.
 * Nothing joins two origins, and nothing looks like a confidence interval.
 */
import { max } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Dates, Figure, Quantity } from '../wire';
import { type TimeScale, extent, instant, timeScale } from './time';
import { type View, daysOf } from './view';

/** Figures that say the same at the same time. */
export interface Mark {
  figure: Figure;
  days: Dates | null;
  times: number;
}

export interface Lane {
  key: string;
  /** The origin, or the outlet where nobody is named; `unnamed` then says so. */
  name: string;
  unnamed: string | null;
  /** CSS class of the origin's colour. */
  color: string;
  marks: Mark[];
}

/** With as many marks in the chart, values stay in the table; a lane of few marks keeps its own. */
const MANY = 20;
const FEW = 5;

/** One lane an origin, in order of first appearance. */
export function lanes(view: View, quantity: Quantity): Lane[] {
  const lanes = new Map<string, Lane & { known: Map<string, Mark> }>();
  for (const figure of view.index.figuresOf(quantity)) {
    const key = view.index.originKey(figure);
    let lane = lanes.get(key);
    if (!lane) {
      const unnamed = figure.speaker ? null : view.pick('sans auteur nommé', 'nobody named');
      const name = figure.speaker ? view.origin(figure) : view.outlet(figure.report);
      lane = { key, name, unnamed, color: view.index.color(figure), marks: [], known: new Map() };
      lanes.set(key, lane);
    }
    const days = daysOf(figure);
    const same = JSON.stringify([figure.value.lo, figure.value.hi, figure.certainty, figure.state, days]);
    const mark = lane.known.get(same);
    if (mark) {
      mark.times += 1;
      continue;
    }
    const first = { figure, days, times: 1 };
    lane.known.set(same, first);
    lane.marks.push(first);
  }
  const when = (m: Mark) => m.days?.from ?? m.days?.to ?? '';
  return [...lanes.values()].map(({ known: _, ...lane }) => ({
    ...lane,
    marks: lane.marks.sort((a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0)),
  }));
}

/** Where a mark stands; `fromKnown` and `toKnown` say whether each end of its days is. */
export interface Placed {
  mark: Mark;
  x0: number;
  x1: number;
  fromKnown: boolean;
  toKnown: boolean;
  /** Where its shape stands: in the middle of its days, or at the one end that is known. */
  x: number;
  /** The days possible, where there are a few single ones. */
  candidates: number[];
  y: number;
  /** The other end of a range of values. */
  yHigh: number | null;
  open: 'up' | 'down' | null;
  label: { x: number; y: number; anchor: 'start' | 'end' } | null;
}

export interface PlacedLane {
  lane: Lane;
  top: number;
  ground: number;
  marks: Placed[];
  steps: string;
}

export interface Layout {
  width: number;
  height: number;
  left: number;
  right: number;
  axisY: number;
  time: TimeScale;
  /** A value to its height within a lane, from the lane's ground upwards. */
  value: ScaleLinear<number, number>;
  lanes: PlacedLane[];
  undated: boolean;
}

/** Below this width names stand over their lanes, else at the lanes' ends. */
export const WIDE = 640;
const NAMES = 220;
const STRIP = 52;
/** Over a lane, where its name stands there: nearer to its own marks than to the lane above. */
const NAME = 26;
const AXIS = 30;
/** Room over the highest value, for its mark and an arrow out of it. */
const HEAD = 16;

/** Places everything for a width in pixels; nothing if no day is known. `text` gives the words beside a mark. */
export function layout(all: Lane[], width: number, text: (figure: Figure) => string): Layout | null {
  const days = extent(all.flatMap((lane) => lane.marks.map((m) => m.days)));
  if (!days) return null;
  const wide = width >= WIDE;
  const undated = all.some((lane) => lane.marks.some((m) => !m.days?.from && !m.days?.to));
  const left = undated ? 72 : 16;
  const right = width - (wide ? NAMES : 24);
  const time = timeScale(days, [left, right]);
  const top = max(all, (lane) => max(lane.marks, (m) => Math.max(m.figure.value.lo ?? 0, m.figure.value.hi ?? 0))) || 1;
  const value = scaleLinear().domain([0, top]).range([0, STRIP - HEAD - (wide ? 0 : 8)]).clamp(true);
  const pitch = STRIP + (wide ? 8 : NAME - 6);
  const marks = all.reduce((sum, lane) => sum + lane.marks.length, 0);
  const placed = all.map((lane, i): PlacedLane => {
    const laneTop = i * pitch;
    const ground = laneTop + pitch;
    const here = lane.marks.map((mark) => place(mark, time, ground, value));
    if (marks < MANY || here.length <= FEW) label(here, text, laneTop + (wide ? 0 : NAME), right + (wide ? 0 : 20));
    return { lane, top: laneTop, ground, marks: here, steps: steps(lane, here) };
  });
  const axisY = all.length * pitch + 4;
  return { width, height: axisY + AXIS, left, right, axisY, time, value, lanes: placed, undated };
}

function place(mark: Mark, time: TimeScale, ground: number, value: ScaleLinear<number, number>): Placed {
  const [left, right] = time.range() as [number, number];
  const { from = null, to = null } = mark.days ?? {};
  const { lo, hi } = mark.figure.value;
  const at = (iso: string | null, edge: number) => (iso ? time(instant(iso)) : edge);
  const known = from !== null || to !== null;
  const y = ground - value(lo ?? hi ?? 0);
  const [x0, x1] = known ? [at(from, left - 8), at(to, right + 8)] : [28, 28];
  const [fromKnown, toKnown] = [from !== null || !known, to !== null || !known];
  return {
    mark,
    x0,
    x1,
    fromKnown,
    toKnown,
    x: fromKnown === toKnown ? (x0 + x1) / 2 : toKnown ? x1 : x0,
    candidates: (mark.days?.candidates ?? []).map((day) => time(instant(day))),
    y,
    yHigh: lo !== null && hi !== null && lo < hi ? ground - value(hi) : null,
    open: lo !== null && hi === null ? 'up' : lo === null && hi !== null ? 'down' : null,
    label: null,
  };
}

/** Steps between the values of one named origin; where nobody is named, two values may be two origins'. */
function steps(lane: Lane, marks: Placed[]): string {
  if (lane.marks.some((m) => m.figure.speaker === null)) return '';
  const dated = marks.filter((p) => p.mark.days?.from && p.mark.days.to);
  return dated
    .slice(1)
    .map((next, i) => {
      const before = dated[i] as Placed;
      return `M${before.x1} ${before.y}H${Math.max(next.x0, before.x1)}V${next.y}`;
    })
    .join('');
}

type Box = [x0: number, y0: number, x1: number, y1: number];

/** Writes values beside marks where there is room: right, left, above; else the value stays in the table. */
function label(marks: Placed[], text: (figure: Figure) => string, top: number, right: number): void {
  const taken: Box[] = marks.map((p) => {
    const high = Math.min(p.yHigh ?? p.y, p.open === 'up' ? p.y - 15 : p.y);
    return [p.x0 - 6, high - 4, p.x1 + 6, p.y + 5];
  });
  const free = ([x0, y0, x1, y1]: Box) =>
    taken.every(([a0, b0, a1, b1]) => x1 < a0 || a1 < x0 || y1 < b0 || b1 < y0);
  for (const p of marks) {
    const width = text(p.mark.figure).length * 6.7;
    const high = Math.min(p.yHigh ?? p.y, p.y) - (p.open === 'up' ? 18 : 8);
    const places: { x: number; y: number; anchor: 'start' | 'end' }[] = [
      { x: p.x1 + 9, y: p.y + 4, anchor: 'start' },
      { x: p.x0 - 9, y: p.y + 4, anchor: 'end' },
      { x: p.x - 4, y: high, anchor: 'start' },
      { x: p.x + 4, y: high, anchor: 'end' },
    ];
    for (const place of places) {
      const x0 = place.anchor === 'start' ? place.x : place.x - width;
      const box: Box = [x0, place.y - 11, x0 + width, place.y + 2];
      if (box[0] < 0 || box[2] > right || box[1] < top || !free(box)) continue;
      taken.push(box);
      p.label = place;
      break;
    }
  }
}

/** The mark that an arrow key leads to: along the lane, or to the nearest one of the next lane. */
export function neighbour(all: PlacedLane[], [lane, mark]: [number, number], key: string): [number, number] | null {
  const here = all[lane]?.marks[mark];
  if (!here) return null;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const to = mark + (key === 'ArrowLeft' ? -1 : 1);
    return all[lane]?.marks[to] ? [lane, to] : null;
  }
  const to = lane + (key === 'ArrowUp' ? -1 : 1);
  const there = all[to]?.marks;
  if (!there || there.length === 0) return null;
  const middle = (p: Placed) => (p.x0 + p.x1) / 2;
  let nearest = 0;
  there.forEach((p, i) => {
    const best = there[nearest] as Placed;
    if (Math.abs(middle(p) - middle(here)) < Math.abs(middle(best) - middle(here))) nearest = i;
  });
  return [to, nearest];
}
