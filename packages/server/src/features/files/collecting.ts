/**
 * Collects files that nothing refers to, and then their bytes. Every step may be the last one of its router: what was left is found
 * again, by the rows of candidates, and by the marks of blobs that are going.
 *
 * @module
 */
import type { BlobStore } from '../../blobs/blob-store.ts';
import type { Clock } from '../../clock.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import * as blobQueries from './blob-queries.ts';
import * as collectingQueries from './collecting-queries.ts';

export interface CollectorOptions {
  readonly store: Pick<Store, 'run'>;
  readonly blobs: Pick<BlobStore, 'list' | 'remove'>;
  readonly clock: Pick<Clock, 'now'>;
}

const INTERVAL_MS = 1000;
/** Candidates, and blobs, of one step. */
const PAGE = 50;
/** Blobs that are held against the database at once. */
const SWEEP_PAGE = 500;
const SWEEP_EVERY_MS = 6 * 3_600_000;
/**
 * So long its claim lets a collector remove blobs, and after so long another one takes them over. In between nobody removes
 * anything, so a collector that has stood still does not remove what was stored again in the meantime.
 */
const CLAIM_MS = 10_000;
const TAKE_OVER_MS = 60_000;

export class Collector {
  readonly #options: CollectorOptions;
  #sweptThrough: string | undefined;

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Collects some files. Resolves with whether there may be more. */
  async collect(): Promise<boolean> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const { candidates, going } = await store.run(collectingQueries.collect, now, now, PAGE);
    await this.#remove(going, now);
    return candidates === PAGE;
  }

  /** Removes some blobs whose collector has died. Resolves with whether there may be more. */
  async takeOver(): Promise<boolean> {
    const { store, clock } = this.#options;
    const now = clock.now();
    const before = now - TAKE_OVER_MS;
    const left = await store.run(blobQueries.leftGoing, before, PAGE);
    if (left.length === 0) return false;
    await this.#remove(await store.run(blobQueries.takeGoing, left, before, now), now);
    return left.length === PAGE;
  }

  /**
   * Removes blobs of which the database knows nothing, because a router has died between storing them and committing the file.
   * Resolves with whether there may be more.
   */
  async sweep(): Promise<boolean> {
    const { store, blobs } = this.#options;
    const after = this.#sweptThrough;
    const { items, next } = await blobs.list({ ...(after !== undefined && { after }), limit: SWEEP_PAGE });
    const hashes = items.map(({ hash }) => hash);
    const unknown = hashes.length === 0 ? [] : await store.run(blobQueries.unknownAmong, hashes);
    if (unknown.length > 0) await this.drop(unknown);
    this.#sweptThrough = next;
    return next !== undefined;
  }

  /** Removes those of these blobs that no file refers to. Whoever is about to make such a file stores them again. */
  async drop(hashes: readonly string[]): Promise<void> {
    const { store, clock } = this.#options;
    const now = clock.now();
    await this.#remove(await store.run(blobQueries.markUnknown, hashes, now), now);
  }

  async #remove(hashes: readonly string[], claim: number): Promise<void> {
    const { store, blobs, clock } = this.#options;
    const removed: string[] = [];
    for (const hash of hashes) {
      if (clock.now() - claim > CLAIM_MS) break;
      await blobs.remove(hash);
      removed.push(hash);
    }
    if (removed.length > 0) await store.run(blobQueries.forgetGone, removed, claim);
  }
}

/** Removes blobs that no file will have, at once. Those that a file has stay. */
export async function dropUnused(options: CollectorOptions, hashes: readonly string[]): Promise<void> {
  if (hashes.length > 0) await new Collector(options).drop(hashes);
}

export function duties({ store, blobs, clock }: Services): readonly Duty[] {
  if (blobs === undefined) return [];
  const collector = new Collector({ store, blobs, clock });
  let sweepAt = clock.now() + SWEEP_EVERY_MS;
  return [
    {
      name: 'collecting files',
      intervalMs: INTERVAL_MS,
      async run(mayGoOn) {
        while ((await mayGoOn()) && (await collector.collect()));
        while ((await mayGoOn()) && (await collector.takeOver()));
        if (clock.now() < sweepAt || !(await mayGoOn())) return;
        // A page a round, so that it takes no time from others.
        if (!(await collector.sweep())) sweepAt = clock.now() + SWEEP_EVERY_MS;
      },
    },
  ];
}
