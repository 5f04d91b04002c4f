/**
 * Stores for the cases of a suite, which run one after the other. Opening one takes longer than most cases do, so a case
 * gets the stores of the one before it, emptied. A case that closes its store leaves none, and the next one gets a new
 * place.
 *
 * @module
 */
import { REGISTRY } from '../../../src/compose/features.ts';
import type { OpenStore } from '../../../src/conformance/store/case.ts';
import { queriesOf } from '../../../src/store/sql-store.ts';
import type { Store } from '../../../src/store/store.ts';

/** Where stores share their data. */
export interface Place {
  readonly open: () => Promise<Store>;
  /** Runs statements that give no rows, beside the stores. */
  readonly execute: (statements: readonly string[]) => Promise<unknown>;
  readonly remove: () => Promise<void>;
}

/** What says which database this is. Everything else in `meta` was kept by a case. */
const HISTORY = ['epoch', 'generation', 'identity', 'minimum'];

const EMPTYING = queriesOf(REGISTRY.storages).tables.map(({ name }) =>
  name === 'meta'
    ? `DELETE FROM meta WHERE name NOT IN (${HISTORY.map((each) => `'${each}'`).join(', ')})`
    : `DELETE FROM ${name}`,
);

interface Kept {
  readonly place: Place;
  /** The first one is the store of the case, the others are those beside it. */
  readonly stores: Store[];
}

export class ReusedStores {
  readonly #makePlace: () => Promise<Place>;
  #kept: Kept | undefined;

  constructor(makePlace: () => Promise<Place>) {
    this.#makePlace = makePlace;
  }

  /** An empty store, to be disposed of before the next one is opened. */
  async open(): Promise<Required<OpenStore>> {
    const { place, stores } = this.#kept ?? (await this.#make());
    this.#kept = undefined;
    let others = 0;
    const storeAt = async (index: number): Promise<Store> => (stores[index] ??= await place.open());
    return {
      store: await storeAt(0),
      another: () => storeAt(++others),
      async reopen() {
        await stores[0]?.close();
        return (stores[0] = await place.open());
      },
      dispose: async () => {
        if (await areOpen(stores)) {
          await place.execute(EMPTYING);
          this.#kept = { place, stores };
        } else await discard({ place, stores });
      },
    };
  }

  async close(): Promise<void> {
    if (this.#kept !== undefined) await discard(this.#kept);
    this.#kept = undefined;
  }

  async #make(): Promise<Kept> {
    return { place: await this.#makePlace(), stores: [] };
  }
}

async function areOpen(stores: readonly Store[]): Promise<boolean> {
  return Promise.all(stores.map((store) => store.check())).then(
    () => true,
    () => false,
  );
}

async function discard({ place, stores }: Kept): Promise<void> {
  for (const store of stores) await store.close();
  await place.remove();
}
