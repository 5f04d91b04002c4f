/**
 * How much is kept of files that wait in composers.
 *
 * @module
 */

/** What waits at one place. */
export interface Tray {
  /** When it was changed (Unix ms). */
  readonly at: number;
  readonly files: readonly TrayEntry[];
}

export interface TrayEntry {
  /** Of its bytes, which are stored by themselves. */
  readonly id: string;
  readonly name: string;
  readonly alt: string;
  readonly bytes: number;
}

export type Trays = ReadonlyMap<string, Tray>;

export interface WaitingBounds {
  readonly places: number;
  /** Of all files together. */
  readonly bytes: number;
  /** What nobody has touched for so long goes. */
  readonly ageMs: number;
}

export const WAITING_BOUNDS: WaitingBounds = { places: 40, bytes: 512 * 2 ** 20, ageMs: 30 * 86_400_000 };

/** Those that are kept: `own` first, then what was changed last. Of `own`, files at the end go if it is too much by itself. `now`: Unix ms. */
export function fitting(
  trays: Trays,
  own: string,
  now: number,
  bounds: WaitingBounds = WAITING_BOUNDS,
): Trays {
  const kept = new Map<string, Tray>();
  let left = bounds.bytes;
  const newest = [...trays].sort(
    ([a, { at }], [b, other]) => Number(b === own) - Number(a === own) || other.at - at,
  );
  for (const [place, tray] of newest) {
    const files = place === own ? within(tray.files, left) : tray.files;
    const bytes = sum(files);
    const isOld = now - tray.at > bounds.ageMs;
    if (files.length === 0 || bytes > left || isOld || kept.size === bounds.places) continue;
    kept.set(place, { ...tray, files });
    left -= bytes;
  }
  return kept;
}

function within(files: readonly TrayEntry[], most: number): readonly TrayEntry[] {
  let left = most;
  return files.filter(({ bytes }) => {
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
}

function sum(files: readonly TrayEntry[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}
