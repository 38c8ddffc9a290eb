/** Every work in the built page has its notice, under a licence that the page may carry. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type Notice, notices } from '../build/notices';

const TEXT = 'Copyright somebody. Permission is granted to anybody to do anything with it.';

test('works with the same words share a notice, in their order', () => {
  const given = [
    { name: 'a', version: '1.0.0', identifier: 'MIT', text: `${TEXT}\r\n` },
    { name: 'b', version: '2.0.0', identifier: 'ISC', text: TEXT },
    { name: 'c', identifier: 'MIT', text: TEXT },
  ];
  expect(notices(given)).toEqual([
    { works: ['a 1.0.0', 'c'], licence: 'MIT', text: TEXT },
    { works: ['b 2.0.0'], licence: 'ISC', text: TEXT },
  ]);
});

test.each([
  [{ name: 'a', identifier: 'GPL-3.0-only', text: TEXT }, /GPL-3.0-only is not one/],
  [{ name: 'a', identifier: 'MIT AND GPL-3.0-only', text: TEXT }, /is not one/],
  [{ name: 'a', text: TEXT }, /none told/],
  [{ name: 'a', identifier: 'MIT' }, /no notice/],
  [{ name: 'a', identifier: 'MIT', text: ' MIT ' }, /no notice/],
])('the build stops: %o', (work, why) => {
  expect(() => notices([work])).toThrow(why);
});

test('of two licences the allowed one is taken', () => {
  expect(notices([{ name: 'a', identifier: '(GPL-2.0-only OR MIT)', text: TEXT }])[0]?.licence).toBe('MIT');
});

// `make web-test` builds the page first.
const PAGE = fileURLToPath(new URL('../dist/index.html', import.meta.url));
test.runIf(existsSync(PAGE))('the built page carries the notice of every package that it is made of', () => {
  const [, data] = /id="recoupe-notices">([^<]*)</.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const carried = JSON.parse(data ?? '[]') as Notice[];
  const works = carried.flatMap((n) => n.works).join('\n');
  const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { dependencies: Record<string, string> };
  for (const name of [...Object.keys(dependencies), 'svelte', 'd3-interpolate', 'Source Sans 3', 'Source Serif 4', 'Natural Earth']) {
    expect(works.split('\n').some((work) => work === name || work.startsWith(`${name} `)), name).toBe(true);
  }
  for (const { works, text } of carried) expect(text, works.join()).toMatch(/copyright|public domain/i);
});
