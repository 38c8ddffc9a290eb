/** What could not be told, gaps of one kind and reason together. */
import type { Gap } from '../wire';
import { set } from './typography';
import type { View } from './view';
import { gapHeading, gapRank } from './words';

export interface GapPlace {
  report: string;
  words: string;
  at: [number, number];
  times: number;
}

export interface GapGroup {
  why: string;
  places: GapPlace[];
}

export interface GapKind {
  heading: string;
  count: number;
  groups: GapGroup[];
}

/** Kinds in reading order: what could not be read of the reports, then of their texts, then of their claims. */
export function byKind(view: View, gaps: Gap[]): GapKind[] {
  type Group = GapGroup & { seen: Map<string, GapPlace> };
  type Kind = GapKind & { known: Map<string, Group> };
  const kinds = new Map<number, Kind>();
  for (const gap of gaps) {
    const rank = gapRank(gap.code);
    const kind: Kind = kinds.get(rank) ?? { heading: gapHeading(view.locale, gap.code), count: 0, groups: [], known: new Map() };
    kinds.set(rank, kind);
    kind.count += 1;
    const why = set(view.locale, gap.why[view.locale]);
    let group = kind.known.get(why);
    if (!group) {
      group = { why, places: [], seen: new Map() };
      kind.known.set(why, group);
      kind.groups.push(group);
    }
    const words = telling(view.words(gap.report, gap.start, gap.end));
    const key = JSON.stringify([gap.report, words]);
    const place = group.seen.get(key);
    if (place) place.times += 1;
    else {
      const first: GapPlace = { report: gap.report, words, at: [gap.start, gap.end], times: 1 };
      group.seen.set(key, first);
      group.places.push(first);
    }
  }
  return [...kinds.entries()].sort(([a], [b]) => a - b).map(([, { known: _, ...kind }]) => kind);
}

/** One letter and a mark ("morts.L") tell nobody where they are. */
function telling(words: string): string {
  return /\d/.test(words) || (words.match(/\p{L}/gu) ?? []).length > 2 ? words : '';
}
