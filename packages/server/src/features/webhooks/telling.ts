/**
 * Events of the store as receivers are told of them.
 *
 * @module
 */
import type { Contents } from '../../router/contents.ts';
import type { Store } from '../../store/store.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import { readEvent, tell, usersIn } from './body.ts';
import type { ToldEvent } from './body.ts';
import type { StoredEvent } from './records.ts';

export interface TellingParts {
  readonly store: Store;
  readonly contents: Contents;
}

/** Without those of which there is nothing to tell any more. Names are read each time: they may have been erased. */
export async function told(
  { store, contents }: TellingParts,
  events: readonly StoredEvent[],
): Promise<readonly ToldEvent[]> {
  const read = events.map(readEvent);
  const users = [...new Set(read.flatMap(usersIn))].filter((user) => user !== 0);
  const found = users.length === 0 ? [] : await store.run(usersByIds, users);
  const names = new Map(found.map(({ id, name }) => [id, name]));
  return read.flatMap((event) => tell(event, { contents, names }) ?? []);
}
