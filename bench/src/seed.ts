/**
 * Fills a data directory with users who have a session already: hashing thousands of passwords would measure
 * argon2 and nothing else.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { openSqliteStore, silentLogger, systemRandom } from 'posthorn';

export interface Seeded {
  readonly id: number;
  readonly token: string;
}

/** Makes `count` users; each gets a bearer token. */
export async function seed(directory: string, count: number): Promise<readonly Seeded[]> {
  const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  const now = Date.now();
  const one = async (index: number): Promise<Seeded> => {
    const name = `user${index}`;
    const made = await store.accounts.create({
      name,
      nameKey: name,
      displayName: '',
      passwordHash: undefined,
      admin: false,
      createdAt: now,
    });
    if (made.status !== 'created') throw new Error('the directory is not empty');
    const token = `ph_${randomBytes(32).toString('base64url')}`;
    await store.sessions.create({
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
  const seeded = await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  await store.close();
  return seeded;
}
