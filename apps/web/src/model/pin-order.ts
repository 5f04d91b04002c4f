/**
 * The order of pinned conversations: numbers of the user's own space, of which a higher one is further up.
 *
 * @module
 */
import type { Own } from './own.ts';

/** A value of `pin/ID` to write. */
export interface PinEntry {
  readonly id: number;
  readonly pin: number;
}

/** Two that are closer have no room between them. */
const LEAST_GAP = 1e-6;

/** Those of the list that are pinned; they are its first. */
export function pinnedIn(ids: readonly number[], own: ReadonlyMap<number, Own>): readonly number[] {
  return ids.filter((id) => own.get(id)?.pin !== undefined);
}

/**
 * What to write so that `id` is at `to` among `pinned`, which are as they stand in the list. One entry where its neighbours leave room,
 * so that devices which move others at the same time do not undo each other; else all of them.
 */
export function pinMoved(
  pinned: readonly number[],
  own: ReadonlyMap<number, Own>,
  id: number,
  to: number,
): readonly PinEntry[] {
  const from = pinned.indexOf(id);
  const at = Math.min(pinned.length - 1, Math.max(0, to));
  if (from < 0 || at === from) return [];
  const order = pinned.toSpliced(from, 1).toSpliced(at, 0, id);
  const pin = pinBetween(pinOf(own, order[at - 1]), pinOf(own, order[at + 1]));
  if (pin !== undefined) return [{ id, pin }];
  return order.map((each, index) => ({ id: each, pin: order.length - index }));
}

function pinOf(own: ReadonlyMap<number, Own>, id: number | undefined): number | undefined {
  return id === undefined ? undefined : own.get(id)?.pin;
}

/** Undefined: there is no room. */
function pinBetween(above: number | undefined, below: number | undefined): number | undefined {
  if (above === undefined) return (below ?? 0) + 1;
  if (below === undefined) return above - 1;
  return above - below > LEAST_GAP ? (above + below) / 2 : undefined;
}
