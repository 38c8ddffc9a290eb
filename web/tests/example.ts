/** A made-up dossier that the program itself wrote: the snapshot of its JSON exporter, kept fresh by `cargo test`. */
import { readFileSync } from 'node:fs';
import type { Dossier } from '../src/wire';

const SNAPSHOT = new URL('../../crates/dossier/tests/snapshots/exports__json.snap', import.meta.url);

export function example(): Dossier {
  const [, , ...body] = readFileSync(SNAPSHOT, 'utf8').split('---\n');
  return JSON.parse(body.join('---\n')) as Dossier;
}
