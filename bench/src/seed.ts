/**
 * Fills a data directory with users who already have a session: hashing thousands of passwords would only measure
 * argon2.
 *
 * @module
 */
import { sessionQueries, userQueries } from '@posthorn/server/queries';
import { createHash, randomBytes } from 'node:crypto';
import {
  DatabaseAddress,
  openMysqlStore,
  openPostgresStore,
  openSqliteStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { sideBySide } from './side-by-side.ts';

export interface Seeded {
  readonly id: number;
  readonly token: string;
}

/** As many users as fit into a commit. */
const AT_ONCE = 500;
/** On a database server each user takes a transaction and waits for one of a few connections. */
const AT_ONCE_ON_A_SERVER = 32;

/** Creates `count` users with a bearer token each. */
export async function seed(directory: string, count: number): Promise<readonly Seeded[]> {
  const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  return seedStore(store, count, AT_ONCE);
}

/** Like seed(), on the database server at `url`. */
export async function seedStoreAt(url: string, count: number): Promise<readonly Seeded[]> {
  const address = new DatabaseAddress(url);
  const parts = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const open = address.engine === 'postgres' ? openPostgresStore : openMysqlStore;
  return seedStore(await open({ address, ...parts }), count, AT_ONCE_ON_A_SERVER);
}

/** Fills the store and closes it. */
async function seedStore(store: Store, count: number, atOnce: number): Promise<readonly Seeded[]> {
  const now = Date.now();
  const one = async (index: number): Promise<Seeded> => {
    const name = `user${index}`;
    const made = await store.run(userQueries.createUser, {
      name,
      nameKey: name,
      displayName: '',
      passwordHash: undefined,
      admin: false,
      createdAt: now,
    });
    if (made.status !== 'created') throw new Error('the directory is not empty');
    const token = `ph_${randomBytes(32).toString('base64url')}`;
    await store.run(sessionQueries.createSession, {
      user: made.user.id,
      deviceId: name,
      deviceClass: 'bot',
      label: '',
      createdAt: now,
      expiresAt: now + 86_400_000,
      tokenHash: createHash('sha256').update(token).digest(),
    });
    return { id: made.user.id, token };
  };
  const seeded = await sideBySide(count, one, atOnce);
  await store.close();
  return seeded;
}
