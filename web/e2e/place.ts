/** Where the tests work. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = process.env['RECOUPE'] ?? resolve(ROOT, 'target/release/recoupe');
export const FOLDER = resolve(ROOT, 'target/e2e');
export const SERVER = `http://127.0.0.1:${process.env['RECOUPE_E2E_PORT'] ?? 8497}`;

export function at(name: string): string {
  return resolve(FOLDER, name);
}

/** The address of a dossier opened from a file. */
export function file(name: string): string {
  return `file://${at(name)}`;
}
