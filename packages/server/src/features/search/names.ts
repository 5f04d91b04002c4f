/**
 * Keeps the keys by which people are found, soon after they are called otherwise.
 *
 * @module
 */
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { namedVersion, renamedUsers, setNamedVersion, usersAfter, writeNameKeys } from './name-queries.ts';
import type { NewKeys, Renamed } from './name-queries.ts';

/** Raised when the same names get other keys. */
const VERSION = '1';
const INTERVAL_MS = 1000;
const PAGE = 200;
/** Somebody whose name begins with ten of these words is found by the first ones. */
const MAX_KEYS = 200;

export function nameDuty(services: Services): Duty {
  const { store } = services;
  return {
    name: 'search-names',
    intervalMs: INTERVAL_MS,
    async run(mayGoOn) {
      if ((await store.run(namedVersion)) !== VERSION) await nameAll(services, mayGoOn);
      for (let found = PAGE; found === PAGE && (await mayGoOn());) {
        const renamed = await store.run(renamedUsers, PAGE);
        if (renamed.length > 0) {
          const done = renamed.map(({ id }) => id);
          await store.run(writeNameKeys, await keysOf(renamed), done);
        }
        found = renamed.length;
      }
    },
  };
}

async function nameAll({ store }: Services, mayGoOn: () => Promise<boolean>): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined;) {
    if (!(await mayGoOn())) return;
    const users: readonly Renamed[] = await store.run(usersAfter, after, PAGE);
    await store.run(writeNameKeys, await keysOf(users), []);
    after = users.length < PAGE ? undefined : users.at(-1)?.user;
  }
  await store.run(setNamedVersion, VERSION);
}

async function keysOf(renamed: readonly Renamed[]): Promise<readonly NewKeys[]> {
  const users = new Map(renamed.map((each) => [each.user, each]));
  // Whoever starts a server that has nobody to name needs no readings of Chinese characters.
  const { nameKeys } = await import('./analyser/name-keys.ts');
  return Array.from(users.values(), ({ user, name, displayName, erased }) => {
    const keys = erased ? [] : [...new Set([...nameKeys(name), ...nameKeys(displayName)])];
    return { user, keys: keys.slice(0, MAX_KEYS) };
  });
}
