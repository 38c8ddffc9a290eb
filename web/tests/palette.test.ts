/**
 * The colours of the page: readable, and told apart by everybody. Colour-vision deficiencies are simulated with the matrices
 * of Machado, Oliveira and Fernandes (2009) at full severity; differences are CIEDE2000 (Sharma, Wu and Dalal 2005);
 * contrast is that of WCAG 2.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Triple = [number, number, number];

const THEME = readFileSync(new URL('../src/styles/theme.css', import.meta.url), 'utf8');

const DEFICIENCIES: Record<string, Triple[]> = {
  'full colour vision': [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** The colours of both themes as linear light: each is declared once, as `light-dark(#…, #…)`. */
function theme(which: 0 | 1): Record<string, Triple> {
  const found: Record<string, Triple> = {};
  for (const [, name, light, dark] of THEME.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
    found[name as string] = linear((which === 0 ? light : dark) as string);
  }
  return found;
}

function linear(hex: string): Triple {
  return [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

const times = (m: Triple[], v: Triple): Triple =>
  m.map((row) => Math.min(1, Math.max(0, row[0] * v[0] + row[1] * v[1] + row[2] * v[2]))) as Triple;

function contrast(a: Triple, b: Triple): number {
  const [x, y] = [a, b].map(([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) as [number, number];
  return Math.max(x, y) / Math.min(x, y);
}

function lab(v: Triple): Triple {
  const m: Triple[] = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]];
  const white = [0.95047, 1, 1.08883];
  const [x, y, z] = m.map((row, i) => {
    const t = (row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) / (white[i] as number);
    return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
  }) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const modulo = (a: number, n: number) => ((a % n) + n) % n;

function difference(a: Triple, b: Triple): number {
  const seventh = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const g = 0.5 * (1 - seventh((Math.hypot(a[1], a[2]) + Math.hypot(b[1], b[2])) / 2));
  const prime = (v: Triple): Triple => {
    const a1 = (1 + g) * v[1];
    return [v[0], Math.hypot(a1, v[2]), modulo((Math.atan2(v[2], a1) * 180) / Math.PI, 360)];
  };
  const [[l1, c1, h1], [l2, c2, h2]] = [prime(a), prime(b)];
  const dh = modulo(h2 - h1 + 540, 360) - 180;
  const dHue = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(dh / 2));
  const [lm, cm, hm] = [(l1 + l2) / 2, (c1 + c2) / 2, h1 + dh / 2];
  const cos = (degrees: number) => Math.cos(radians(degrees));
  const t = 1 - 0.17 * cos(hm - 30) + 0.24 * cos(2 * hm) + 0.32 * cos(3 * hm + 6) - 0.2 * cos(4 * hm - 63);
  const sl = 1 + (0.015 * (lm - 50) ** 2) / Math.sqrt(20 + (lm - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * cm, 1 + 0.015 * cm * t];
  const turn = -Math.sin(radians(60 * Math.exp(-(((modulo(hm, 360) - 275) / 25) ** 2)))) * 2 * seventh(cm);
  const [l, c, h] = [(l2 - l1) / sl, (c2 - c1) / sc, dHue / sh];
  return Math.sqrt(l * l + c * c + h * h + turn * c * h);
}

test('the measure of difference is right: pairs 1, 7 and 17 of the published test data', () => {
  const cases: [Triple, Triple, number][] = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
  ];
  for (const [a, b, expected] of cases) expect(difference(a, b)).toBeCloseTo(expected, 4);
});

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_, which) => {
  const colors = theme(which);

  test.each(Object.entries(DEFICIENCIES))('origins are told apart with %s', (_, matrix) => {
    const seen = Array.from({ length: 8 }, (_, i) => lab(times(matrix, colors[`o${i}`] as Triple)));
    seen.forEach((a, i) => {
      seen.slice(0, i).forEach((b, j) => expect(difference(a, b), `o${j} and o${i}`).toBeGreaterThanOrEqual(15));
    });
  });

  test('text and marks stand out', () => {
    for (const ground of ['paper', 'sheet', 'tint']) {
      for (const name of ['ink', 'grey', 'accent']) {
        expect(contrast(colors[name]!, colors[ground]!), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const name of ['mute', 'o0', 'o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o7', 'ox']) {
      expect(contrast(colors[name]!, colors['paper']!), name).toBeGreaterThanOrEqual(3);
    }
  });
});
