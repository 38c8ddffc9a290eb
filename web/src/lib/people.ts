/** Who said what, by family. */
import type { Statement } from '../wire';
import type { View } from './view';

export interface SpeakerGroup {
  key: string;
  name: string;
  statements: Statement[];
}

export interface FamilyGroup {
  name: string;
  speakers: SpeakerGroup[];
}

/**
 * Families with their speakers in order of first appearance: those of several speakers and of states by name, then those
 * who are a family of their own, then those of no known family.
 */
export function byFamily(view: View): FamilyGroup[] {
  const sizes = new Map<string, number>();
  for (const { family } of view.dossier.speakers) if (family) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  const speakers = new Map<string, SpeakerGroup>();
  for (const statement of view.dossier.statements) {
    const name = view.speakerOf(statement);
    const group = speakers.get(name);
    if (group) group.statements.push(statement);
    else speakers.set(name, { key: name, name, statements: [statement] });
  }
  const families = new Map<string, FamilyGroup & { rank: number }>();
  for (const group of speakers.values()) {
    const entity = group.statements.map((s) => s.speaker?.entity).find((e) => e && view.index.speakers.has(e));
    const family = entity ? view.index.speakers.get(entity)?.family : undefined;
    const alone = family === entity && sizes.get(family ?? '') === 1;
    const [rank, name] = !family
      ? [2, view.pick('Sans famille connue', 'No known family')]
      : alone
        ? [1, view.pick('Chacun sa propre famille', 'Each a family of its own')]
        : [0, familyName(view, family)];
    const known = families.get(`${rank} ${name}`);
    if (known) known.speakers.push(group);
    else families.set(`${rank} ${name}`, { name, rank, speakers: [group] });
  }
  return [...families.values()].sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, view.locale));
}

/** A speaker who heads a family by his name, a state by its own, anybody else as the family is called. */
function familyName(view: View, family: string): string {
  if (view.index.speakers.has(family)) return view.shown(family, family);
  if (!/^[A-Z]{2}$/.test(family)) return family;
  return new Intl.DisplayNames([view.locale], { type: 'region', fallback: 'code' }).of(family) ?? family;
}
