/**
 * Beginning to use a follower that nobody may use so far.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { Store } from '../../store/store.ts';
import type { Follower } from './follower.ts';
import { passHeads } from './use-queries.ts';

/** Conversations of one transaction: appends wait for it, some ms, and each costs a commit. */
const PAGE = 2000;

export interface UseParts {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * What was committed while nobody used the follower is not for whoever begins to. Nothing happens if somebody uses it. The
 * first one waits for a look at every conversation.
 */
export async function prepareUse(
  { store, clock }: UseParts,
  { name, usedBy }: Pick<Follower, 'name'> & { readonly usedBy: string },
): Promise<void> {
  const since = clock.now();
  let after: number | undefined = 0;
  while (after !== undefined) after = await store.run(passHeads, name, usedBy, { after, limit: PAGE, since });
}
