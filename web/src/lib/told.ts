/**
 * Relations as a reader wants them told: one sentence a pair of claims, after `crates/dossier/src/told.rs`.
 *
 * The rules relate every pair of figures, so that one agency's number in four wordings meets another's in four relations
 * that say one thing. Here they are one entry: the reason of the most telling pair, then the passages it covers.
 */
import type { Figure, Quantity, Relation, RelationKind } from '../wire';
import { type Index, daysOf } from './view';

/** Words of one report, as often as it prints them. */
export interface ToldPassage {
  figure: Figure;
  times: number;
}

export interface Told {
  /** The relation whose reason is printed: the most telling one. */
  lead: Relation;
  /** How many relations the entry holds. */
  relations: number;
  /** The passages of the one claim and those of the other, or all on one side where a single origin speaks. */
  sides: ToldPassage[][];
}

interface Pair {
  relation: Relation;
  from: Figure;
  to: Figure;
  origins: [string, string];
  weight: number[];
}

export function isContest(kind: RelationKind): boolean {
  return kind === 'contradicts' || kind === 'denies';
}

/** Kinds in reading order: what is contested, what changes a value, parts, slips, agreement, repeats. */
const RANK: Record<RelationKind, number> = {
  contradicts: 0,
  denies: 0,
  revised_down: 1,
  update: 2,
  growth: 3,
  component: 4,
  derived: 4,
  not_comparable: 5,
  variant: 6,
  outlier: 6,
  agrees: 7,
  relay: 8,
  restates: 8,
};

/** What holds in both directions has no first and second. */
const BOTH_WAYS: RelationKind[] = ['contradicts', 'agrees', 'variant', 'outlier', 'not_comparable'];

export function told(index: Index, quantity: Quantity): Told[] {
  const pairs = quantity.relations.flatMap((relation): Pair[] => {
    const [from, to] = [index.figures.get(relation.from), index.figures.get(relation.to)];
    if (!from || !to) return [];
    const origins: [string, string] = [index.originKey(from), index.originKey(to)];
    return [{ relation, from, to, origins, weight: weight(index, relation, [from, to]) }];
  });
  const groups = new Groups(pairs.length);
  const seen = new Map<string, number>();
  pairs.forEach((pair, i) => {
    for (const key of keys(pair)) {
      const first = seen.get(key);
      if (first === undefined) seen.set(key, i);
      else groups.join(first, i);
    }
  });
  const order = new Map(quantity.figures.map((id, i) => [id, i]));
  const entries = groups.members().map((members) => entry(members.map((i) => pairs[i] as Pair), order));
  const unnamed = (t: Told) => [t.lead.from, t.lead.to].filter((id) => !index.figures.get(id)?.speaker).length;
  return entries.sort((a, b) => RANK[a.lead.kind] - RANK[b.lead.kind] || unnamed(a) - unnamed(b));
}

/** Of the kinds that neither contest nor change a value, entries of each that are shown before the rest is folded. */
const MOST_WEAK = 4;

/** The entries to show, at most `most` and of the weaker kinds a few each, and the rest. */
export function mostTelling(entries: Told[], most: number): [shown: Told[], rest: Told[]] {
  const ofKind = new Map<RelationKind, number>();
  const shown: Told[] = [];
  const rest: Told[] = [];
  for (const entry of entries) {
    const n = ofKind.get(entry.lead.kind) ?? 0;
    const weak = RANK[entry.lead.kind] >= RANK.not_comparable;
    if (shown.length < most && (!weak || n < MOST_WEAK)) {
      ofKind.set(entry.lead.kind, n + 1);
      shown.push(entry);
    } else {
      rest.push(entry);
    }
  }
  return [shown, rest];
}

/** What relations of one entry have in common. */
function keys({ relation, from, to, origins }: Pair): string[] {
  const key = (...parts: (string | null)[]) => JSON.stringify(parts);
  const { kind } = relation;
  const sameClaim = kind === 'relay' || (kind === 'restates' && sameNumber(from, to));
  if (sameClaim) return [key('claim', from.id), key('claim', to.id)];
  if (kind === 'component' || kind === 'derived') {
    return [key('reason', kind, ...origins, relation.reason.en), key('part', kind, ...origins, relation.to)];
  }
  let ends = [
    [origins[0], from.quantity],
    [origins[1], to.quantity],
  ];
  if (BOTH_WAYS.includes(kind) && origins[1] < origins[0]) ends = ends.reverse();
  return [key('origins', kind, ...ends.flat())];
}

/** How telling a pair is: that a text sets the two side by side itself, then dates, exact numbers, quotations, names. */
function weight(index: Index, relation: Relation, ends: [Figure, Figure]): number[] {
  const holding = (test: (figure: Figure) => boolean) => ends.filter(test).length;
  return [
    Number(isContest(relation.kind) && ends[0].report === ends[1].report),
    holding((f) => daysOf(f)?.from != null && daysOf(f)?.from === daysOf(f)?.to),
    holding((f) => isExact(f) && f.certainty === 'asserted'),
    holding((f) => (f.statement ? index.statements.get(f.statement)?.kind !== 'indirect' : false)),
    holding((f) => f.speaker !== null),
  ];
}

function isExact({ value }: Figure): boolean {
  return value.lo !== null && value.lo === value.hi && !value.approx && !value.vague;
}

/** Two wordings of one printed number: "more than N", "at least N", "about N". */
function sameNumber(a: Figure, b: Figure): boolean {
  const ends = [b.value.lo, b.value.hi].filter((n) => n !== null);
  return ends.some((n) => n === a.value.lo || n === a.value.hi);
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function entry(members: Pair[], order: Map<string, number>): Told {
  const place = (id: string) => order.get(id) ?? Number.MAX_SAFE_INTEGER;
  const chain = members[0]?.relation.kind === 'update' || members[0]?.relation.kind === 'revised_down';
  // Of equals the one that reaches furthest, then the first.
  const rank = (pair: Pair) => [...pair.weight, chain ? Math.abs(place(pair.to.id) - place(pair.from.id)) : 0];
  const lead = members.reduce((best, pair) => (compare(rank(pair), rank(best)) > 0 ? pair : best));
  const { kind } = lead.relation;
  const oneSided = lead.origins[0] === lead.origins[1] || kind === 'relay' || kind === 'restates';
  const sides: [Figure[], Figure[]] = [[], []];
  for (const { from, to, origins } of members) {
    sides[oneSided || origins[0] === lead.origins[0] ? 0 : 1].push(from);
    sides[oneSided || origins[1] === lead.origins[0] ? 0 : 1].push(to);
  }
  return {
    lead: lead.relation,
    relations: members.length,
    sides: sides.filter((side) => side.length > 0).map((side) => passages(side, place)),
  };
}

/** In order of the quantity, figures of the same words in the same report once. */
function passages(figures: Figure[], place: (id: string) => number): ToldPassage[] {
  const unique = [...new Map(figures.map((f) => [f.id, f])).values()];
  unique.sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1));
  const known = new Map<string, ToldPassage>();
  for (const figure of unique) {
    const key = JSON.stringify([figure.report, figure.text]);
    const passage = known.get(key);
    if (passage) passage.times += 1;
    else known.set(key, { figure, times: 1 });
  }
  return [...known.values()];
}

/** Sets of relations: union–find. The smaller index stays the root, so that groups come in the order of their first. */
class Groups {
  private readonly parent: number[];

  constructor(n: number) {
    this.parent = Array.from({ length: n }, (_, i) => i);
  }

  private root(i: number): number {
    let at = i;
    while (this.parent[at] !== at) {
      this.parent[at] = this.parent[this.parent[at] as number] as number;
      at = this.parent[at] as number;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [x, y] = [this.root(a), this.root(b)];
    this.parent[Math.max(x, y)] = Math.min(x, y);
  }

  members(): number[][] {
    const groups = new Map<number, number[]>();
    this.parent.forEach((_, i) => {
      const root = this.root(i);
      const members = groups.get(root);
      if (members) members.push(i);
      else groups.set(root, [i]);
    });
    return [...groups.entries()].sort(([a], [b]) => a - b).map(([, members]) => members);
  }
}
