/** The outlines that the build packs: whole enough for a map of one country, small enough to be mailed. */
import { deflateRawSync } from 'node:zlib';
import { geoContains } from 'd3-geo';
import { feature } from 'topojson-client';
import { describe, expect, test } from 'vitest';
import { atlas, middles, simplified } from '../build/outlines';
import { type Country, draw } from '../src/lib/map';
import type { PlaceOnMap } from '../src/lib/places';

const whole = atlas();
const simple = simplified(whole);
const shapes = feature(simple, simple.objects.countries).features.map(
  ({ id, geometry }): Country => ({ code: id === undefined ? undefined : String(id), geometry }),
);

test('every country has a middle, also one that is too small for an outline', () => {
  const found = middles(whole);
  for (const code of ['FR', 'CH', 'MC', 'SG', 'BE', 'RU', 'FJ']) expect(found[code], code).toBeDefined();
  // Of the largest part: metropolitan France, not the middle of all that is France.
  expect(found['FR']?.[1]).toBeGreaterThan(44);
  expect(Object.keys(found).length).toBeGreaterThan(230);
});

test.each([
  ['FR', 2.35, 48.86],
  ['FR', 7.26, 43.72],
  ['CH', 6.2, 46.25],
  ['BE', 4.35, 50.85],
  ['UA', 36.2, 49.98],
  ['LS', 27.9, -29.6],
])('what is left of %s holds its city, and no other country does', (code, longitude, latitude) => {
  expect(shapes.filter((c) => geoContains(c.geometry, [longitude, latitude])).map((c) => c.code)).toEqual([code]);
});

test('the package is kept small', () => {
  expect(deflateRawSync(JSON.stringify(simple), { level: 9 }).length).toBeLessThan(140_000);
});

function place(name: string, longitude: number, latitude: number, figures = 1): PlaceOnMap {
  return { key: name, name, country: null, whole: false, longitude, latitude, figures: Array(figures).fill({}) };
}

describe('the map of a region', () => {
  const places = [place('Lyon', 4.8467, 45.7485, 4), place('Villeurbanne', 4.88, 45.766), place('Grenoble', 5.7224, 45.1787), place('Genève', 6.1457, 46.2022)];
  const map = draw(places, shapes, 900, (code) => code);

  test('stands on its countries, with a scale and where that is', () => {
    expect(map.outlines.filter((o) => o.named)).toHaveLength(2);
    expect(map.names.map((n) => n.text)).toContain('IT');
    expect(map.scale.km).toBe(100);
    expect(map.scale.length).toBeGreaterThan(60);
    expect(map.locator?.outlines.length).toBeGreaterThan(8);
  });

  test('the area of a circle is the number of figures', () => {
    const radius = (name: string) => map.points.find((p) => p.place.name === name)?.r ?? 0;
    expect(radius('Lyon') / radius('Grenoble')).toBeCloseTo(2);
  });

  test.each([390, 900, 1600])('at %d px no name lies over another or leaves the map', (width) => {
    const { points, names, height } = draw(places, shapes, width, (code) => code);
    const boxes = [...points.flatMap((p) => p.label ?? []), ...names].map(({ x, y, text, anchor }) => {
      const wide = text.length * 6;
      const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
      return [left, y - 10, left + wide, y + 2] as const;
    });
    expect(boxes.length).toBeGreaterThan(3);
    for (const [i, a] of boxes.entries()) {
      expect(a[0] >= 0 && a[1] >= 0 && a[2] <= width && a[3] <= height).toBe(true);
      for (const b of boxes.slice(i + 1)) expect(a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]).toBe(false);
    }
  });
});

test('a state that its own city brings onto the map is marked where it is seen', () => {
  const city = { ...place('Koursk', 36.18, 51.73), country: 'RU' };
  const state = { ...place('Russie', 96, 61), country: 'RU', whole: true };
  const { points, width, height, scale } = draw([city, state], shapes, 900, (code) => code);
  expect(scale.km).toBeLessThan(200);
  for (const { x, y } of points) expect(x > 0 && y > 0 && x < width && y < height).toBe(true);
});

test('far places and one place only: nothing fails', () => {
  const far = draw([place('Suva', 178.4, -18.1), place('Lima', -77, -12), place('Oslo', 10.7, 59.9)], shapes, 900, (code) => code);
  expect(far.locator).toBeNull();
  expect(far.outlines.length).toBeGreaterThan(100);
  expect(draw([place('Pôle', 0, 89.9)], shapes, 390, (code) => code).points).toHaveLength(1);
  expect(draw([place('Lyon', 4.8, 45.7)], [], 390, (code) => code).outlines).toEqual([]);
});
