/**
 * Whom and what somebody means by a name: `from:ann`, `in:proj`.
 *
 * @module
 */
import { foldName } from '../accounts/names.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { findable } from '../people/privacy.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { usersByNameKey } from './name-queries.ts';
import type { Searched } from './queries.ts';

/** People who are called so in one way or another. */
const MAX_CALLED = 50;
/** Titles of which is remembered what was made of them. */
const MAX_TITLES = 20_000;

/** Whom and what a reader may mean. */
export interface Circle {
  readonly reader: number;
  readonly conversations: readonly Searched[];
}

/** Ids of users. Who has the name is meant; otherwise those whose display name, or a word of it, is called so. */
export async function usersCalled(
  services: Services,
  circle: Circle,
  name: string,
): Promise<readonly number[]> {
  const { store } = services;
  const [exact] = await store.run(userQueries.usersByNameKeys, [foldName(name)]);
  if (exact !== undefined && !exact.erased) return [exact.id];
  const { nameKeyOf } = await import('./analyser/name-keys.ts');
  const key = nameKeyOf(name);
  if (key === '') return [];
  const found = await store.run(usersByNameKey, key, MAX_CALLED);
  const users = await store.run(
    userQueries.usersByIds,
    found.map(({ user }) => user),
  );
  const peers = new Set(circle.conversations.map(({ peer }) => peer));
  const open = await findable(services, circle.reader, users);
  const ids = new Set([
    ...open.map(({ id }) => id),
    ...users.map(({ id }) => id).filter((id) => peers.has(id)),
  ]);
  const whole = found.filter(({ user, isWhole }) => isWhole && ids.has(user));
  return (whole.length > 0 ? whole : found).map(({ user }) => user).filter((user) => ids.has(user));
}

/**
 * Ids of conversations of a reader: by number, by title, or by the other user of a direct one. Those whose whole title is called so;
 * otherwise those of which a word begins so.
 */
export async function conversationsCalled(
  services: Services,
  circle: Circle,
  name: string,
): Promise<readonly number[]> {
  const titles = services.state(TITLES);
  const exact = titles.called(circle.conversations, name);
  if (exact.length > 0) return exact.map(({ conversation }) => conversation);
  const users = new Set(await usersCalled(services, circle, name));
  const directs = circle.conversations.filter(({ peer }) => users.has(peer));
  const titled = await titles.beginning(circle.conversations, name);
  return [...directs, ...titled].map(({ conversation }) => conversation);
}

function foldTitle(title: string): string {
  return title.normalize('NFKC').toLowerCase().trim();
}

/** What is made of titles, which takes a while to find out. */
export class Titles {
  readonly #folded = new Map<string, string>();
  readonly #keys = new Map<string, readonly string[]>();

  /** Those of these conversations whose whole title or number it is. */
  called(conversations: readonly Searched[], typed: string): readonly Searched[] {
    const folded = foldTitle(typed);
    return conversations.filter(
      ({ conversation, title }) =>
        remembered(this.#folded, title, foldTitle) === folded || String(conversation) === folded,
    );
  }

  /** Those of these conversations with a word of the title from which on it begins so. */
  async beginning(conversations: readonly Searched[], typed: string): Promise<readonly Searched[]> {
    const { nameKeyOf, nameKeys } = await import('./analyser/name-keys.ts');
    const key = nameKeyOf(typed);
    if (key === '') return [];
    return conversations.filter(({ title }) => {
      if (title === '') return false;
      return remembered(this.#keys, title, nameKeys).some((each) => each.startsWith(key));
    });
  }
}

function remembered<T>(known: Map<string, T>, title: string, make: (title: string) => T): T {
  const there = known.get(title);
  if (there !== undefined) return there;
  if (known.size >= MAX_TITLES) known.clear();
  const made = make(title);
  known.set(title, made);
  return made;
}

export const TITLES: RouterState<Titles> = { name: 'keys of titles', open: () => new Titles() };
