/**
 * The outlines of countries for the map: Natural Earth at 1:50 million as world-atlas packs it, simplified here to what a map of one
 * country needs, and deflated; the page unpacks them when it comes to its map. Names are ISO codes: what a country is called is
 * the browser's to say, in the reader's language.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import { geoArea, geoCentroid } from 'd3-geo';
import { feature, quantize } from 'topojson-client';
import { filter, filterWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from 'topojson-simplify';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';

const NAME = 'virtual:outlines';
const EARTH_KM = 6371;
/** What a bend must enclose at least to be kept, an island to be drawn, in square kilometres: a bend of about six. */
const LEAST_KM2 = 20;
/** Steps of the grid that coordinates are rounded to, around the earth: about a kilometre each. */
const STEPS = 4e4;

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>;

/** Country codes (ISO 3166-1): numeric to alpha-2. */
function codes(): Map<string, string> {
  const table = createRequire(import.meta.url)('i18n-iso-countries/codes.json') as string[][];
  return new Map(table.map(([alpha2, , numeric]) => [numeric ?? '', alpha2 ?? '']));
}

/** The atlas as it is, every country named by its code; those without one (nobody agrees whose they are) by nothing. */
export function atlas(): Countries {
  const topology = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8')) as Countries;
  const { countries } = topology.objects;
  const known = codes();
  for (const country of countries.geometries) {
    const code = known.get(String(country.id));
    if (code) country.id = code;
    else delete country.id;
    delete country.properties;
  }
  return { ...topology, objects: { countries } };
}

/** The outlines that the page carries. */
export function simplified(topology: Countries): Countries {
  const least = LEAST_KM2 / EARTH_KM ** 2;
  const simple = simplify(presimplify(topology, sphericalTriangleArea), least);
  // The package calls the weight with whether the ring is a hole, which its types do not tell.
  const area = sphericalRingArea as (ring: [number, number][]) => number;
  return quantize(filter(simple, filterWeight(simple, least, area)), STEPS) as Countries;
}

/** The middle of each country's largest part, in degrees: where a mark for the country as a whole stands. */
export function middles(topology: Countries): Record<string, [longitude: number, latitude: number]> {
  const found: Record<string, [number, number]> = {};
  for (const { id, geometry } of feature(topology, topology.objects.countries).features) {
    if (id === undefined || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) continue;
    const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    const areas = parts.map((coordinates) => ({ part: { type: 'Polygon' as const, coordinates }, area: geoArea({ type: 'Polygon', coordinates }) }));
    const largest = areas.reduce((a, b) => (b.area > a.area ? b : a)).part;
    const [longitude, latitude] = geoCentroid(largest);
    found[id] = [Math.round(longitude * 10) / 10, Math.round(latitude * 10) / 10];
  }
  return found;
}

/** Gives the page `virtual:outlines`: `MIDDLES`, and `PACKED`, the topology's JSON deflated (RFC 1951) in base 64. */
export function countryOutlines(): Plugin {
  const resolved = `\0${NAME}`;
  return {
    name: 'recoupe-outlines',
    resolveId: (id) => (id === NAME ? resolved : null),
    load(id) {
      if (id !== resolved) return null;
      const whole = atlas();
      const packed = deflateRawSync(JSON.stringify(simplified(whole)), { level: 9 }).toString('base64');
      // As a string it is read faster than as a program.
      const where = JSON.stringify(JSON.stringify(middles(whole)));
      return `export const MIDDLES = JSON.parse(${where});\nexport const PACKED = ${JSON.stringify(packed)};`;
    },
  };
}
