import { describe, expect, test } from 'vitest';
import { ByteText } from '../src/lib/bytes';

const encoder = new TextEncoder();

/** Every character's byte offset, counted by the platform's own encoder. */
function offsets(text: string): [byte: number, unit: number][] {
  const found: [number, number][] = [];
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    found.push([byte, unit]);
    byte += encoder.encode(character).length;
    unit += character.length;
  }
  return [...found, [byte, unit]];
}

describe('byte offsets', () => {
  const texts = {
    ascii: 'plain text, 1,100 killed',
    french: '« Près de 1 100 tués », a déclaré l’état-major à Séoul. '.repeat(40),
    emoji: '🇫🇷 22 morts 👩‍👩‍👧 é 漢字 \u{10ffff} '.repeat(60),
    bidi: 'abc \u202e123\u202c عربي 12 '.repeat(50),
    empty: '',
  };
  test.each(Object.entries(texts))('%s: every character, both ways', (_, text) => {
    const bytes = new ByteText(text);
    expect(bytes.bytes).toBe(encoder.encode(text).length);
    for (const [byte, unit] of offsets(text)) expect(bytes.unit(byte)).toBe(unit);
  });

  test('slices are those of the encoded text', () => {
    const text = texts.emoji + texts.french;
    const encoded = encoder.encode(text);
    const bytes = new ByteText(text);
    const all = offsets(text);
    for (let i = 0; i < all.length; i += 37) {
      for (let j = i; j < all.length; j += 211) {
        const [start, end] = [all[i]![0], all[j]![0]];
        expect(bytes.slice(start, end)).toBe(new TextDecoder().decode(encoded.slice(start, end)));
      }
    }
  });

  test('an offset inside a character gives its start, one outside the nearest end', () => {
    const bytes = new ByteText('é🙂x');
    expect([0, 1, 2, 3, 4, 5, 6, 7, 99].map((b) => bytes.unit(b))).toEqual([0, 0, 1, 1, 1, 1, 3, 4, 4]);
    expect(bytes.unit(-3)).toBe(0);
    expect(bytes.unit(Number.NaN)).toBe(0);
    expect(bytes.slice(5, 2)).toBe('');
  });

  test('a lone surrogate counts as the replacement that UTF-8 has for it', () => {
    const text = 'a\ud800b\udc00c';
    expect(new ByteText(text).bytes).toBe(encoder.encode(text).length);
    expect(new ByteText(text).slice(4, 5)).toBe('b');
  });

  test('a megabyte is addressed at once', () => {
    const text = 'é'.repeat(500_000);
    const bytes = new ByteText(text);
    const start = performance.now();
    for (let i = 0; i < 10_000; i++) bytes.unit((i * 7919) % 1_000_000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
