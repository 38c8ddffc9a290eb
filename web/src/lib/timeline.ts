/** The timeline as numbers: two rows, what happened and what was said, uncertain days as wide as they are. */
import type { Dates, Event } from '../wire';
import { type TimeScale, extent, instant, timeScale } from './time';

export interface Bar {
  event: Event;
  /** Place in the list of events, for the link to it. */
  index: number;
  x0: number;
  x1: number;
  /** Whether each end is a known day. */
  fromKnown: boolean;
  toKnown: boolean;
  /** Line within the row, from the top. */
  line: number;
}

export interface Row {
  bars: Bar[];
  lines: number;
  /** Events wholly before or after the axis. */
  before: number;
  after: number;
  /** Events of which no day is known. */
  undated: number;
}

export interface Timeline {
  time: TimeScale;
  said: Row;
  about: Row;
}

/** Events in order of time: what is dated first, then what is not. */
export function inOrder(events: Event[]): Event[] {
  const key = ({ date }: Event) => `${date.from ?? date.to ?? '~'} ${date.to ?? '~'}`;
  return [...events].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/**
 * The axis runs over the days of the story, so that what it tells of earlier years does not press them together; without
 * them over all days known. `label` is the room a bar needs.
 */
export function timeline(events: Event[], story: { from: string | null; to: string | null }, [left, right]: [number, number]): Timeline | null {
  const span = story.from && story.to && story.from < story.to ? [{ from: story.from, to: story.to, precision: 'range' }] : events.map((e) => e.date);
  const days = extent(span);
  if (!days) return null;
  const time = timeScale(days, [left, right]);
  const rows: Record<'said' | 'about', Row> = { said: empty(), about: empty() };
  events.forEach((event, index) => add(rows[event.said === null ? 'about' : 'said'], event, index, time));
  for (const row of Object.values(rows)) stack(row);
  return { time, ...rows };
}

function empty(): Row {
  return { bars: [], lines: 1, before: 0, after: 0, undated: 0 };
}

function add(row: Row, event: Event, index: number, time: TimeScale): void {
  const { from, to }: Dates = event.date;
  const [left, right] = time.range() as [number, number];
  if (!from && !to) {
    row.undated += 1;
    return;
  }
  const [x0, x1] = [from ? time(instant(from)) : left - 8, to ? time(instant(to)) : right + 8];
  if (x1 < left - 8) row.before += 1;
  else if (x0 > right + 8) row.after += 1;
  else {
    const bar = { event, index, x0: Math.max(x0, left - 8), x1: Math.min(x1, right + 8), line: 0 };
    row.bars.push({ ...bar, fromKnown: from !== null && x0 >= left - 8, toKnown: to !== null && x1 <= right + 8 });
  }
}

/** Each bar on the first line where it does not touch another. */
function stack(row: Row): void {
  const ends: number[] = [];
  for (const bar of [...row.bars].sort((a, b) => a.x0 - b.x0 || a.x1 - b.x1)) {
    let line = ends.findIndex((end) => bar.x0 - 6 > end);
    if (line < 0) line = ends.length;
    ends[line] = bar.x1 + 6;
    bar.line = line;
  }
  row.lines = Math.max(1, ends.length);
}
