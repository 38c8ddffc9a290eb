/** A report's text cut where any mark begins or ends, so that layers may overlap. */
import type { Block, Event, Figure, Range, Report, Statement } from '../wire';

export type Layer = 'source' | 'cue' | 'content' | 'figure' | 'date' | 'damage' | 'target';

export interface Mark {
  layer: Layer;
  start: number;
  end: number;
  /** The figure or statement it belongs to. */
  claim: string | null;
}

export interface Segment {
  start: number;
  end: number;
  layers: Layer[];
  /** The claims whose marks cover it, the innermost last. */
  claims: string[];
}

/** All marks of a report, by where they begin. */
export function marksOf(report: Report, statements: Statement[], figures: Figure[], events: Event[]): Mark[] {
  const marks: Mark[] = [];
  const add = (layer: Layer, ranges: Range[], claim: string | null) => {
    for (const [start, end] of ranges) if (end > start) marks.push({ layer, start, end, claim });
  };
  for (const s of statements) {
    add('content', s.content, s.id);
    add('source', s.source, s.id);
    add('cue', s.cue, s.id);
  }
  for (const event of events) {
    add('date', event.spans.filter((span) => span.report === report.id).map((span): Range => [span.start, span.end]), null);
  }
  for (const f of figures) add('figure', [[f.start, f.end]], f.id);
  for (const r of report.repairs) add('damage', [[r.start, r.end]], null);
  return marks.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The stretch of a text between two bytes, cut at every mark. `marks` are in order of their start. */
export function segments(marks: Mark[], start: number, end: number): Segment[] {
  const here = marks.filter((m) => m.start < end && m.end > start);
  const cuts = new Set([start, end]);
  for (const m of here) {
    cuts.add(Math.max(m.start, start));
    cuts.add(Math.min(m.end, end));
  }
  const points = [...cuts].sort((a, b) => a - b);
  const found: Segment[] = [];
  let next = 0;
  let active: Mark[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [from, to] = [points[i] as number, points[i + 1] as number];
    while (next < here.length && (here[next] as Mark).start <= from) active.push(here[next++] as Mark);
    active = active.filter((m) => m.end > from);
    const byLength = [...active].sort((a, b) => b.end - b.start - (a.end - a.start));
    found.push({
      start: from,
      end: to,
      layers: [...new Set(byLength.map((m) => m.layer))],
      claims: [...new Set(byLength.flatMap((m) => m.claim ?? []))],
    });
  }
  return found;
}

/** A report's blocks, and whatever text stands between them: nothing of a report may be missing. */
export function wholeBlocks(report: Report, bytes: number, slice: (start: number, end: number) => string): Block[] {
  const blocks: Block[] = [];
  const fill = (start: number, end: number) => {
    if (slice(start, end).trim()) blocks.push({ start, end, kind: 'paragraph', language: report.language });
  };
  let at = 0;
  for (const block of [...report.blocks].sort((a, b) => a.start - b.start)) {
    fill(at, block.start);
    blocks.push(block);
    at = Math.max(at, block.end);
  }
  fill(at, bytes);
  return blocks;
}

/** First and last byte of all words of a statement. */
export function spanOf(claim: Figure | Statement): Range {
  if (!('source' in claim)) return [claim.start, claim.end];
  const ranges = [...claim.source, ...claim.cue, ...claim.content];
  if (ranges.length === 0) return [0, 0];
  return [Math.min(...ranges.map((r) => r[0])), Math.max(...ranges.map((r) => r[1]))];
}
