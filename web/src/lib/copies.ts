/** Shared text side by side: each report's paragraphs that hold a shared run, the run marked. */
import type { Copy, Range, Report } from '../wire';

export interface Piece {
  start: number;
  end: number;
  shared: boolean;
}

export interface CopyRow {
  from: Piece[];
  to: Piece[];
}

/** Room shown around a run, in bytes, inside its own block. */
const AROUND = 90;

/** One row a shared run, or several that follow each other closely on both sides. */
export function rows(copy: Copy, from: Report | undefined, to: Report | undefined): CopyRow[] {
  const groups: { from: Range; to: Range }[][] = [];
  for (const run of copy.runs) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const close = (a: Range, b: Range) => b[0] >= a[1] && b[0] - a[1] <= AROUND;
    if (group && last && close(last.from, run.from) && close(last.to, run.to)) group.push(run);
    else groups.push([run]);
  }
  return groups.map((group) => ({
    from: pieces(group.map((run) => run.from), from),
    to: pieces(group.map((run) => run.to), to),
  }));
}

function pieces(runs: Range[], report: Report | undefined): Piece[] {
  const first = runs[0] as Range;
  const last = runs.at(-1) as Range;
  const block = report?.blocks.find((b) => b.start <= first[0] && first[0] < b.end);
  const lastBlock = report?.blocks.find((b) => b.start < last[1] && last[1] <= b.end);
  const start = Math.max(block?.start ?? first[0], first[0] - AROUND);
  const end = Math.min(lastBlock?.end ?? last[1], last[1] + AROUND);
  const found: Piece[] = [];
  let at = start;
  for (const [from, to] of runs) {
    if (from > at) found.push({ start: at, end: from, shared: false });
    found.push({ start: from, end: to, shared: true });
    at = to;
  }
  if (end > at) found.push({ start: at, end, shared: false });
  return found;
}
