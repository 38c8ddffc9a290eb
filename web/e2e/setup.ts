/** Before all tests: the program makes the dossiers and a ledger, and serves it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { hostileReports, manyReports, regionReports } from './made-up';
import { FOLDER, PROGRAM, ROOT, SERVER, at } from './place';

function recoupe(...args: string[]): void {
  const ran = spawnSync(PROGRAM, args, { cwd: ROOT, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`recoupe ${args.join(' ')}: ${ran.error?.message ?? ran.stderr}`);
}

export default async function setup(): Promise<() => void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  hostileReports(at('hostile'));
  manyReports(at('many'), 200);
  regionReports(at('region'));
  recoupe('dossier', 'examples/reports', '-o', at('example.html'), '-o', at('example.json'));
  recoupe('dossier', 'examples/reports', '--lang', 'en', '-o', at('example-en.html'));
  recoupe('dossier', at('hostile'), '-o', at('hostile.html'));
  recoupe('dossier', at('many'), '-o', at('many.html'));
  recoupe('dossier', at('region'), '-o', at('region.html'));
  recoupe('add', 'examples/reports', '--ledger', at('ledger.recoupe'));
  recoupe('add', at('hostile'), '--ledger', at('ledger.recoupe'));

  const server = spawn(PROGRAM, ['serve', '--ledger', at('ledger.recoupe'), '--bind', new URL(SERVER).host, '--rate', '0'], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  for (let tries = 0; ; tries++) {
    const up = await fetch(`${SERVER}/healthz`).then((answer) => answer.ok, () => false);
    if (up) break;
    if (tries > 100 || server.exitCode !== null) throw new Error('recoupe serve did not start');
    await pause(100);
  }
  return () => void server.kill();
}
