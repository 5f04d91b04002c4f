/**
 * What the quick switcher offers at once, from what is on the device.
 *
 * @module
 */
import { fits, fold } from './matching.ts';

/** Something to go to. */
export interface Place {
  readonly key: string;
  readonly conversation: number | undefined;
  readonly user: number | undefined;
  readonly title: string;
  /** Other names to be found by: `@name`. */
  readonly alias: string;
  /** Unix ms; the last that happened there, or 0. */
  readonly activeAt: number;
}

/** Places with their folded names, made once for many queries. */
export interface PlaceIndex {
  readonly places: readonly { readonly place: Place; readonly title: string; readonly alias: string }[];
}

export function indexPlaces(places: readonly Place[]): PlaceIndex {
  return { places: places.map((place) => ({ place, title: fold(place.title), alias: fold(place.alias) })) };
}

/** The best fit first, of equal fits the latest. Without a query: the latest. */
export function findPlaces(index: PlaceIndex, typed: string, limit: number): readonly Place[] {
  const query = fold(typed.trim()).replace(/^@/u, '');
  const found: { readonly place: Place; readonly score: number }[] = [];
  for (const { place, title, alias } of index.places) {
    const score = Math.max(fits(title, query), alias === '' ? 0 : fits(alias, query) - 1);
    if (score > 0) found.push({ place, score });
  }
  found.sort((a, b) => b.score - a.score || b.place.activeAt - a.place.activeAt);
  return found.slice(0, limit).map(({ place }) => place);
}
