/** Places that figures are about, on country outlines. */
import { geoBounds, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import codes from 'i18n-iso-countries/codes.json';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-110m.json';
import type { Figure } from '../wire';
import type { View } from './view';

export interface PlaceOnMap {
  key: string;
  name: string;
  /** Country code of a state as a whole; a city has coordinates. */
  country: string | null;
  longitude: number;
  latitude: number;
  figures: Figure[];
}

const topology = atlas as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const countries = feature(topology, topology.objects.countries).features;
const NUMERIC = new Map((codes as string[][]).map(([alpha2, , numeric]) => [alpha2 ?? '', numeric ?? '']));

function outline(country: string) {
  const id = NUMERIC.get(country);
  return id ? countries.find((c) => c.id === id) : undefined;
}

/** Places with a position: cities by their coordinates, states by their middle. Most figures first. */
export function places(view: View): PlaceOnMap[] {
  const found = new Map<string, PlaceOnMap>();
  for (const figure of view.dossier.figures) {
    const { place } = figure;
    if (!place) continue;
    const city = place.latitude != null && place.longitude != null;
    const shape = place.country ? outline(place.country) : undefined;
    if (!city && !shape) continue;
    const key = city ? `${place.latitude} ${place.longitude}` : (place.country as string);
    const known = found.get(key);
    if (known) {
      known.figures.push(figure);
      continue;
    }
    const [longitude, latitude] = city ? [place.longitude as number, place.latitude as number] : geoCentroid(shape!);
    const name = city ? place.name : countryName(view, place.country as string);
    found.set(key, { key, name, country: city ? null : place.country, longitude, latitude, figures: [figure] });
  }
  return [...found.values()].sort((a, b) => b.figures.length - a.figures.length || (a.key < b.key ? -1 : 1));
}

function countryName(view: View, code: string): string {
  return new Intl.DisplayNames([view.locale], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

export interface MapDrawing {
  height: number;
  outlines: { id: string; path: string; named: boolean }[];
  points: { place: PlaceOnMap; x: number; y: number; r: number }[];
}

/** Degrees that the map shows at least: the outlines are too coarse to be looked at from nearer. */
const LEAST = 26;

/** Fits the places with room around; equal areas, so that no country looks larger than it is. */
export function draw(places: PlaceOnMap[], width: number): MapDrawing {
  const height = Math.round(Math.min(480, width * 0.58));
  const points = { type: 'MultiPoint' as const, coordinates: places.map((p): [number, number] => [p.longitude, p.latitude]) };
  const [[west, south], [east, north]] = geoBounds(points);
  const spanX = east >= west ? east - west : east + 360 - west;
  const middle: [number, number] = [west + spanX / 2, (south + north) / 2];
  const halfX = Math.max(LEAST, spanX * 1.35) / 2;
  const halfY = Math.max(LEAST * 0.6, (north - south) * 1.35) / 2;
  const frame = {
    type: 'MultiPoint' as const,
    coordinates: [-1, 1].flatMap((dx) =>
      [-1, 1].map((dy): [number, number] => [middle[0] + dx * Math.min(halfX, 179), Math.max(-84, Math.min(84, middle[1] + dy * halfY))]),
    ),
  };
  const projection = geoEqualEarth()
    .rotate([-middle[0], 0])
    .fitExtent(
      [
        [16, 16],
        [width - 16, height - 16],
      ],
      frame,
    )
    .clipExtent([
      [0, 0],
      [width, height],
    ]);
  const path = geoPath(projection).digits(1);
  const named = new Set(places.flatMap((p) => (p.country ? [NUMERIC.get(p.country)] : [])));
  const most = Math.max(...places.map((p) => p.figures.length));
  return {
    height,
    outlines: countries.flatMap((c) => {
      const d = path(c);
      return d ? [{ id: String(c.id ?? c.properties.name), path: d, named: named.has(String(c.id)) }] : [];
    }),
    points: places.flatMap((place) => {
      const at = projection([place.longitude, place.latitude]);
      return at ? [{ place, x: at[0], y: at[1], r: 4 + 8 * Math.sqrt(place.figures.length / most) }] : [];
    }),
  };
}
