/** The map: outlines as far as the places reach, their names where there is room, a scale, and where in the world that is. */
import { geoAzimuthalEqualArea, geoBounds, geoContains, geoDistance, geoEqualEarth, geoPath } from 'd3-geo';
import type { GeoProjection } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { PACKED } from 'virtual:outlines';
import type { PlaceOnMap } from './places';

export interface Country {
  /** ISO 3166-1 alpha-2; none where nobody agrees whose it is. */
  code: string | undefined;
  geometry: GeoJSON.Geometry;
}

let unpacked: Promise<Country[]> | undefined;

/** The outlines, unpacked once, when a map is first come to. */
export function countries(): Promise<Country[]> {
  unpacked ??= unpack();
  return unpacked;
}

async function unpack(): Promise<Country[]> {
  const bytes = Uint8Array.from(atob(PACKED), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const topology = (await new Response(stream).json()) as Topology<{ countries: GeometryCollection }>;
  return feature(topology, topology.objects.countries).features.map((c) => ({ code: c.id === undefined ? undefined : String(c.id), geometry: c.geometry }));
}

interface Point {
  x: number;
  y: number;
}

export interface Label extends Point {
  text: string;
  anchor: 'start' | 'middle' | 'end';
}

export interface Drawing {
  width: number;
  height: number;
  outlines: { path: string; named: boolean }[];
  points: (Point & { place: PlaceOnMap; r: number; label: Label | null })[];
  /** Names of countries, where they are seen and nothing else stands. */
  names: Label[];
  scale: Point & { length: number; km: number };
  /** Where this is, when the map is of a part of the world that its outlines alone do not tell. */
  locator: (Point & { size: number; outlines: { path: string; named: boolean }[]; frame: string }) | null;
}

type Box = [left: number, top: number, right: number, bottom: number];
type LonLat = [longitude: number, latitude: number];

const EARTH_KM = 6371;
/** Degrees that the map shows at least: below, the outlines are too coarse. */
const LEAST = 3;
/** From so many degrees on the whole earth is the ground. */
const WORLD = 100;
/** Below so many kilometres across, a small map says where this is. */
const NEAR_KM = 1600;
/** Degrees that it shows. */
const AROUND = 26;
const PAD = 36;
/** Radius of the largest circle. */
const LARGEST = 13;
/** Type of 13 px: the mean width of a letter and the height of a line. */
const LETTER = 6.9;
const LINE = 16;

/** Lays the map out for a width in pixels; `name` names a country by its code. */
export function draw(places: PlaceOnMap[], shapes: Country[], width: number, name: (code: string) => string): Drawing {
  const height = Math.round(width < 560 ? width * 0.9 : Math.min(520, width * 0.58));
  // A state that one of its cities brings onto the map anyway does not reach further than that: it is marked where it is seen.
  const reached = new Set(places.flatMap((p) => (p.whole ? [] : (p.country ?? []))));
  const seenAnyway = (p: PlaceOnMap) => p.whole && reached.has(p.country ?? '');
  const { projection, middle } = fitted(
    places.filter((p) => !seenAnyway(p)),
    width,
    height,
  );
  const path = geoPath(projection).digits(1);
  const seen = shapes.flatMap((country) => {
    const d = path(country.geometry);
    return d ? [{ country, d }] : [];
  });
  const named = new Set(places.map((p) => p.country ?? countryAt(seen.map((s) => s.country), [p.longitude, p.latitude])));

  const unit = Math.min(4.5, LARGEST / Math.sqrt(Math.max(...places.map((p) => p.figures.length))));
  const spots = places.flatMap((place) => {
    const country = seenAnyway(place) ? seen.find((s) => s.country.code === place.country)?.country : undefined;
    const at = (country && largest(country.geometry, projection)?.middle) ?? projection([place.longitude, place.latitude]);
    return at ? [{ place, x: at[0], y: at[1], r: Math.max(3, unit * Math.sqrt(place.figures.length)) }] : [];
  });
  const taken: Box[] = spots.map(({ x, y, r }) => [x - r, y - r, x + r, y + r]);
  const km = kilometres(projection, width, height);
  const scale = bar(km, width, height);
  taken.push([scale.x - 4, scale.y - LINE, scale.x + scale.length + 60, scale.y + 8]);
  const locator = km * width < NEAR_KM ? located(shapes, named, middle, frame(projection, width, height), spots, width, height) : null;
  if (locator) taken.push([locator.x, locator.y, locator.x + locator.size, locator.y + locator.size]);

  const room = free(taken, width, height);
  const points = spots.map((spot) => ({ ...spot, label: beside(spot, spot.place.name, room) }));
  const alone = new Set(places.flatMap((p) => (p.whole ? (p.country ?? []) : [])));
  const names = seen.flatMap(({ country }): Label[] => {
    if (!country.code || alone.has(country.code)) return [];
    const label = within(country.geometry, projection, name(country.code), room);
    return label ? [label] : [];
  });
  return { width, height, outlines: seen.map(({ country, d }) => ({ path: d, named: named.has(country.code) })), points, names, scale, locator };
}

/** Fits the places with room around; equal areas, so that no country looks larger than it is. */
function fitted(places: PlaceOnMap[], width: number, height: number): { projection: GeoProjection; middle: LonLat } {
  const coordinates = places.map((p): LonLat => [p.longitude, p.latitude]);
  const [[west, south], [east, north]] = geoBounds({ type: 'MultiPoint', coordinates });
  const spanX = east >= west ? east - west : east + 360 - west;
  const middle: LonLat = [west + spanX / 2, (south + north) / 2];
  const halfY = LEAST / 2;
  const halfX = Math.min(90, halfY / Math.cos((middle[1] * Math.PI) / 180));
  // Around the middle at least so much, whatever the places' own reach.
  const around: LonLat[] = [
    [middle[0] - halfX, middle[1]],
    [middle[0] + halfX, middle[1]],
    [middle[0], Math.max(-89, middle[1] - halfY)],
    [middle[0], Math.min(89, middle[1] + halfY)],
  ];
  const projection =
    spanX > WORLD ? geoEqualEarth().rotate([-middle[0], 0]) : geoAzimuthalEqualArea().rotate([-middle[0], -middle[1]]);
  projection
    .fitExtent(
      [
        [PAD, PAD],
        [width - PAD, height - PAD],
      ],
      { type: 'MultiPoint', coordinates: [...coordinates, ...around] },
    )
    // A little beyond the edge: what is cut off there is closed by a line.
    .clipExtent([
      [-4, -4],
      [width + 4, height + 4],
    ]);
  return { projection, middle };
}

function countryAt(shapes: Country[], at: LonLat): string | undefined {
  return shapes.find((country) => geoContains(country.geometry, at))?.code;
}

/** Kilometres a pixel in the middle of the map. */
function kilometres(projection: GeoProjection, width: number, height: number): number {
  const [a, b] = [-10, 10].map((dx) => projection.invert?.([width / 2 + dx, height / 2]) ?? [0, 0]);
  return (geoDistance(a as LonLat, b as LonLat) * EARTH_KM) / 20;
}

/** A scale bar of a round length, at most a fifth of the map. */
function bar(km: number, width: number, height: number): Drawing['scale'] {
  const most = (km * width) / 5;
  const power = 10 ** Math.floor(Math.log10(most));
  const round = [5, 2, 1].find((n) => n * power <= most) ?? 1;
  return { x: 12, y: height - 14, length: (round * power) / km, km: round * power };
}

/** The edge of the map on the ground. */
function frame(projection: GeoProjection, width: number, height: number): LonLat[] {
  const corners: [number, number][] = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
  return corners.map((corner) => projection.invert?.(corner) as LonLat);
}

/** The small map, in a corner without places; nothing where every corner has some. */
function located(
  shapes: Country[],
  named: Set<string | undefined>,
  middle: LonLat,
  edge: LonLat[],
  spots: (Point & { r: number })[],
  width: number,
  height: number,
): Drawing['locator'] {
  const size = Math.round(Math.max(84, Math.min(148, width * 0.17)));
  const corners: Point[] = [
    { x: width - size - 8, y: 8 },
    { x: 8, y: 8 },
    { x: width - size - 8, y: height - size - 8 },
  ];
  const reach = (s: { r: number }) => s.r + LINE;
  const clear = (c: Point) =>
    !spots.some((s) => s.x + reach(s) > c.x && s.x - reach(s) < c.x + size && s.y + reach(s) > c.y && s.y - reach(s) < c.y + size);
  const corner = corners.find(clear);
  if (!corner) return null;
  const half = AROUND / 2;
  const projection = geoAzimuthalEqualArea()
    .rotate([-middle[0], -middle[1]])
    .scale(size / 2 / (2 * Math.sin((half * Math.PI) / 360)))
    .translate([size / 2, size / 2])
    .clipExtent([
      [0, 0],
      [size, size],
    ]);
  const path = geoPath(projection).digits(1);
  const outlines = shapes.flatMap(({ code, geometry }) => {
    const d = path(geometry);
    return d ? [{ path: d, named: named.has(code) }] : [];
  });
  const ring = edge.map((at) => (projection(at) ?? [0, 0]).map((v) => v.toFixed(1)).join(' '));
  return { ...corner, size, outlines, frame: `M${ring.join('L')}Z` };
}

/** Takes a box if it lies within the map and meets none that was taken. */
function free(taken: Box[], width: number, height: number): (box: Box) => boolean {
  return (box) => {
    const [left, top, right, bottom] = box;
    if (left < 2 || top < 2 || right > width - 2 || bottom > height - 2) return false;
    if (taken.some((t) => left < t[2] && right > t[0] && top < t[3] && bottom > t[1])) return false;
    taken.push(box);
    return true;
  };
}

/** The name of a place on the first side that has room: right, left, above, below. */
function beside({ x, y, r }: Point & { r: number }, text: string, room: (box: Box) => boolean): Label | null {
  const wide = text.length * LETTER;
  const tries: Label[] = [
    { text, x: x + r + 4, y: y + 4, anchor: 'start' },
    { text, x: x - r - 4, y: y + 4, anchor: 'end' },
    { text, x, y: y - r - 5, anchor: 'middle' },
    { text, x, y: y + r + 14, anchor: 'middle' },
  ];
  return tries.find((label) => room(box(label, wide))) ?? null;
}

function box({ x, y, anchor }: Label, wide: number): Box {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - wide : x - wide / 2;
  return [left, y - LINE + 4, left + wide, y + 4];
}

/** The largest visible part of a country; nothing where its middle lies outside of it. */
function largest(geometry: GeoJSON.Geometry, projection: GeoProjection): { area: number; middle: [number, number] } | null {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return null;
  const path = geoPath(projection);
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const { part, area } = parts
    .map((coordinates) => ({ type: 'Polygon' as const, coordinates }))
    .map((part) => ({ part, area: path.area(part) }))
    .reduce((a, b) => (b.area > a.area ? b : a));
  const middle = path.centroid(part);
  const at = projection.invert?.(middle);
  return at && geoContains(part, at) ? { area, middle } : null;
}

/** The name of a country in the middle of what is seen of it, where that is wide enough and free. */
function within(geometry: GeoJSON.Geometry, projection: GeoProjection, text: string, room: (box: Box) => boolean): Label | null {
  const wide = text.length * LETTER * 1.1;
  const part = largest(geometry, projection);
  if (!part || part.area < wide * LINE * 1.5) return null;
  const label: Label = { text, x: part.middle[0], y: part.middle[1] + 4, anchor: 'middle' };
  return room(box(label, wide)) ? label : null;
}
