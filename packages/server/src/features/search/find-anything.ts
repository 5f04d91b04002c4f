/**
 * People and conversations by what somebody types of their names.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { FindAnything, FindingsInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { countChars } from '../../router/texts.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { toUser } from '../accounts/users.ts';
import * as viewQueries from '../conversations/queries.ts';
import { toConversation } from '../conversations/views.ts';
import { findable } from '../people/privacy.ts';
import { TITLES } from './called.ts';
import { listedBeginning } from './listed-queries.ts';
import { usersByNameKey } from './name-queries.ts';
import { searched } from './queries.ts';
import type { Searched } from './queries.ts';
import { SEARCH_TURNS } from './search.ts';

const DEFAULT_EACH = 10;
const MAX_EACH = 50;
const MAX_CHARS = 100;
/** People that are looked at; some do not want to be found. */
const MAX_LOOKED_AT = 200;

export async function findAnything(
  services: Services,
  caller: Caller,
  { text, limit }: FindAnything,
): Promise<FindingsInit> {
  if (text.length > MAX_CHARS * 4 || countChars(text) > MAX_CHARS)
    throw new PosthornError('TOO_LARGE', `at most ${MAX_CHARS} characters are looked for`, {
      reason: 'query-too-long',
    });
  const { user } = sessionOf(caller);
  const each = Math.min(limit === 0 ? DEFAULT_EACH : limit, MAX_EACH);
  return services.state(SEARCH_TURNS).own.take(user, () => find(services, user, { text, limit: each }));
}

async function find(
  services: Services,
  reader: number,
  { text, limit }: Pick<FindAnything, 'text' | 'limit'>,
): Promise<FindingsInit> {
  const { store, contents, clock } = services;
  const { nameKeyOf } = await import('./analyser/name-keys.ts');
  const key = nameKeyOf(text);
  if (key === '') return {};
  const own = await store.run(searched, reader);
  const people = await peopleCalled(services, reader, key);
  const peers = new Map(own.flatMap((each) => (each.peer === 0 ? [] : [[each.peer, each] as const])));
  const users = people
    .toSorted((a, b) => Number(peers.has(b.id)) - Number(peers.has(a.id)))
    .slice(0, limit)
    .map((each) => toUser(each, clock.now()));
  const titled = await services.state(TITLES).beginning(own, text);
  const withPeople = people.flatMap(({ id }) => peers.get(id) ?? []);
  const ids = idsOf([...withPeople, ...titled]).slice(0, limit);
  const views = [];
  for (const id of ids) {
    const view = await store.run(viewQueries.view, reader, id, contents.uncounted);
    if (view !== undefined) views.push(toConversation({ ...view, lastMessage: undefined }, clock.now()));
  }
  const listed = await store.run(listedBeginning, reader, text.normalize('NFKC').toLowerCase().trim(), limit);
  const directory = listed.map((group) => ({ ...group, kind: 'group' as const }));
  return { users, conversations: views, directory };
}

async function peopleCalled(services: Services, reader: number, key: string) {
  const { store } = services;
  const called = await store.run(usersByNameKey, key, MAX_LOOKED_AT);
  const users = await store.run(
    userQueries.usersByIds,
    called.map(({ user }) => user),
  );
  const open = await findable(
    services,
    reader,
    users.filter(({ disabled }) => !disabled),
  );
  const byId = new Map(open.map((user) => [user.id, user]));
  // Those first whose name or word it is.
  return called.flatMap(({ user }) => byId.get(user) ?? []);
}

function idsOf(conversations: readonly Searched[]): readonly number[] {
  return [...new Set(conversations.map(({ conversation }) => conversation))];
}
