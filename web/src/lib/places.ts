/** Places that figures are about: cities by their coordinates, states by their middle. */
import { MIDDLES } from 'virtual:outlines';
import type { Figure } from '../wire';
import type { View } from './view';

export interface PlaceOnMap {
  key: string;
  name: string;
  /** The state, by its code. */
  country: string | null;
  /** The state as a whole, not a place in it. */
  whole: boolean;
  longitude: number;
  latitude: number;
  figures: Figure[];
}

/** Places with a position. Most figures first. */
export function places(view: View): PlaceOnMap[] {
  const found = new Map<string, PlaceOnMap>();
  for (const figure of view.dossier.figures) {
    const { place } = figure;
    if (!place) continue;
    const city = place.latitude != null && place.longitude != null;
    const middle = place.country ? MIDDLES[place.country] : undefined;
    if (!city && !middle) continue;
    const key = city ? `${place.latitude} ${place.longitude}` : (place.country as string);
    const known = found.get(key);
    if (known) {
      known.figures.push(figure);
      continue;
    }
    const [longitude, latitude] = city ? [place.longitude as number, place.latitude as number] : (middle as [number, number]);
    const name = city ? place.name : view.country(place.country as string);
    found.set(key, { key, name, country: place.country, whole: !city, longitude, latitude, figures: [figure] });
  }
  return [...found.values()].sort((a, b) => b.figures.length - a.figures.length || (a.key < b.key ? -1 : 1));
}
