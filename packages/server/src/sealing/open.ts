/**
 * What happens to secrets at the start of a router: the keys are checked against the database, and what is not sealed with the
 * current one gets sealed with it.
 *
 * Routers may do it side by side, and end in the middle: each value is replaced by itself, and those that wait can be read.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Logger } from '../logger.ts';
import { SEALED } from '../store/sealing/place.ts';
import type { SealedPlace } from '../store/sealing/place.ts';
import {
  beginningOf,
  forgetSealingKeys,
  keepSealingKey,
  replaceSecrets,
  sealingKeys,
  secretsOf,
} from '../store/sealing/queries.ts';
import type { Beginning, Replacement, SealedColumn, StoredSecret } from '../store/sealing/queries.ts';
import type { Store } from '../store/store.ts';
import { OPTION } from './key-file.ts';
import type { SealingKeys } from './key-file.ts';
import { SealedError, Sealer } from './sealer.ts';

const PAGE = 500;
const PROOF = { table: 'sealing_keys', columns: ['proof'] } as const;

export interface SealerParts {
  readonly store: Store;
  /** Of all storages of the store. */
  readonly places: readonly SealedPlace[];
  /** Undefined: nothing is to be sealed. */
  readonly keys: SealingKeys | undefined;
  readonly random: Random;
  readonly logger: Logger;
  /** How many values are read and replaced at once; for tests. */
  readonly page?: number;
}

/** Rejects with a ConfigError that says what to do, before anything is changed; with a StoreError. */
export async function openSealer({ keys, ...parts }: SealerParts): Promise<Sealer> {
  if (keys === undefined) {
    await assertNothingSealed(parts.store);
    return Sealer.off;
  }
  const sealer = new Sealer({ keys, random: parts.random });
  const columns = parts.places.flatMap((place) => place.columns.map((column) => ({ ...place, column })));
  const sealing = new Sealing({ ...parts, keys, sealer, columns });
  await sealing.check();
  await sealing.carryOut();
  return sealer;
}

async function assertNothingSealed(store: Store): Promise<void> {
  const [key] = await store.run(sealingKeys);
  if (key === undefined) return;
  throw new ConfigError(
    `Secrets in this database are sealed with the key "${key.id}", and there is no ${OPTION}: name the file that has this key. ` +
      'Without it second factors, webhooks and pushes cannot work.',
  );
}

interface SealingParts extends Omit<SealerParts, 'places'> {
  readonly keys: SealingKeys;
  readonly sealer: Sealer;
  readonly columns: readonly SealedColumn[];
}

class Sealing {
  readonly #parts: SealingParts;

  constructor(parts: SealingParts) {
    this.#parts = parts;
  }

  /** Rejects with a ConfigError unless the keys are there with which something is sealed. */
  async check(): Promise<void> {
    const { store, columns, keys } = this.#parts;
    for (const { id, proof } of await store.run(sealingKeys)) this.#assertProven(id, proof);
    const own = keys.current && beginningOf(keys.current.id);
    const foreign = { is: SEALED, ...(own !== undefined && { isNot: own }) };
    for (const column of columns) {
      for await (const page of this.#pages(column, foreign))
        for (const { value } of page) this.#assertKey(Buffer.from(value).toString('latin1'));
    }
  }

  /** Brings all values to the current key. */
  async carryOut(): Promise<void> {
    const { store, keys, columns, logger } = this.#parts;
    const { current } = keys;
    await this.#keepCurrent();
    const others = current === undefined ? { is: SEALED } : { isNot: beginningOf(current.id) };
    let count = 0;
    for (const column of columns) {
      for await (const page of this.#pages(column, others))
        count += await store.run(replaceSecrets, column, this.#replacements(column, page));
    }
    await store.run(forgetSealingKeys, columns, current?.id);
    // A router that has just gone back to an older key may have forgotten it.
    await this.#keepCurrent();
    if (current === undefined)
      logger.info(
        { opened: count },
        `Secrets in the database are plain: ${OPTION} can be left out once every router has started so.`,
      );
    else
      logger.info(
        { sealed: count, key: current.id },
        `Secrets in the database are sealed with the key "${current.id}".`,
      );
  }

  async #keepCurrent(): Promise<void> {
    const { store, sealer, keys } = this.#parts;
    if (keys.current === undefined) return;
    const { id } = keys.current;
    const known = await store.run(sealingKeys);
    if (!known.some((each) => each.id === id))
      await store.run(keepSealingKey, { id, proof: sealer.sealedWith(id, PROOF, [id], Buffer.from(id)) });
    // Another router may have come first, with another key of this name.
    for (const key of await store.run(sealingKeys)) if (key.id === id) this.#assertProven(id, key.proof);
  }

  async *#pages(column: SealedColumn, beginning: Beginning): AsyncGenerator<readonly StoredSecret[]> {
    const { store, page: limit = PAGE } = this.#parts;
    let after: number | string | undefined;
    for (;;) {
      const page = await store.run(secretsOf, column, beginning, { after, limit });
      if (page.length > 0) yield page;
      if (page.length < limit) return;
      after = page.at(-1)?.key;
    }
  }

  /** Leaves alone what does not open: whoever needs it is told. */
  #replacements(place: SealedColumn, page: readonly StoredSecret[]): readonly Replacement[] {
    const { sealer, logger } = this.#parts;
    return page.flatMap(({ key, value: from, bound }) => {
      try {
        const to =
          typeof from === 'string'
            ? sealer.sealText(place, bound, sealer.openText(place, bound, from))
            : sealer.sealBytes(place, bound, sealer.openBytes(place, bound, from));
        return [{ key, from, to }];
      } catch (error) {
        if (!(error instanceof SealedError)) throw error;
        logger.error({ table: place.table, [place.key]: key }, `${error.message}; it stays as it is.`);
        return [];
      }
    });
  }

  #assertProven(id: string, proof: string): void {
    const { sealer, keys } = this.#parts;
    this.#assertNamed(id);
    try {
      sealer.openText(PROOF, [id], proof);
    } catch (cause) {
      throw new ConfigError(
        `${OPTION}: the key "${id}" in ${keys.path} is not the one with which secrets in this database are sealed: put the ` +
          'right one in its place, from the other routers or where you have kept it. A new key needs a name of its own.',
        { cause },
      );
    }
  }

  /** `stored` is sealed. What is damaged is told when it is opened. */
  #assertKey(stored: string): void {
    const id = stored.split(':')[2];
    if (id !== undefined) this.#assertNamed(id);
  }

  #assertNamed(id: string): void {
    const { path, all } = this.#parts.keys;
    if (all.some((each) => each.id === id)) return;
    throw new ConfigError(
      `${OPTION}: ${path} lacks the key "${id}", with which secrets in this database are sealed: add its line again, after ` +
        'the first one.',
    );
  }
}
