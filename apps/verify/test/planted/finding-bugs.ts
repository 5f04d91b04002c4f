/**
 * Bugs in what is kept of files, and in what is found by searching.
 *
 * @module
 */
import { configWith, silentLogger } from '@posthorn/server';
import type { BlobStore, Store } from '@posthorn/server';
import { openIndex } from '../../../../packages/server/src/features/search/open.ts';
import { foundAt, searched, searchedAmong } from '../../../../packages/server/src/features/search/queries.ts';
import type { Place, Searched } from '../../../../packages/server/src/features/search/queries.ts';
import type { Services } from '../../../../packages/server/src/router/services.ts';
import { changed, over } from './store-bugs.ts';
import type { AnyQuery } from './store-bugs.ts';

/** A blob is removed when six more were made, whoever refers to it. */
export function greedyCollector(right: BlobStore): BlobStore {
  const made: string[] = [];
  return over(right, {
    async finish(upload, expected) {
      const blob = await right.finish(upload, expected);
      made.push(blob.hash);
      // Earlier it would be noticed by whoever makes a file of it, and made again.
      const victim = made.length > 6 ? made.shift() : undefined;
      if (victim !== undefined) await right.remove(victim);
      return blob;
    },
  });
}

/** The first user, who sees all of every group. */
const FIRST = 1;

/** Whoever was ever in a group finds everything that was said there, and it is shown to them. */
export function boundlessSearch(right: Store): Store {
  const everything = (places: readonly Searched[]): readonly Searched[] =>
    places.map((place) => ({
      ...place,
      intervals: [{ from: 1, to: Number.MAX_SAFE_INTEGER }],
      hasLeft: false,
    }));
  return changed(
    right,
    {},
    new Map<AnyQuery, (...args: never[]) => Promise<unknown>>([
      [searched, async (user: number) => everything(await right.run(searched, user))],
      [
        searchedAmong,
        async (user: number, ids: readonly number[]) => everything(await right.run(searchedAmong, user, ids)),
      ],
      [
        foundAt,
        async (reader: number, places: readonly Place[]) => {
          const own = await right.run(foundAt, reader, places);
          const has = new Set(own.map(({ conversation, seq }) => `${conversation}/${seq}`));
          const others = await right.run(foundAt, FIRST, places);
          return [...own, ...others.filter(({ conversation, seq }) => !has.has(`${conversation}/${seq}`))];
        },
      ],
    ]),
  );
}

/** The index of this store, which from now on forgets one document in four. */
export async function forgetfulIndex(store: Store): Promise<void> {
  const config = { options: configWith({ store: 'memory' }) };
  const index = await openIndex({ store, config, logger: silentLogger } as unknown as Services);
  const write = index.write.bind(index);
  let count = 0;
  // All routers of a store in memory have this one.
  Object.assign(index, {
    write: (changes: Parameters<typeof write>[0]) =>
      write({ ...changes, put: (changes.put ?? []).filter(() => ++count % 4 !== 0) }),
  });
}
