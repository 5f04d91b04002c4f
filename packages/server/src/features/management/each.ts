/**
 * Does something for many users, each on its own: what is refused for one is said of that one.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { UserResultInit, UserResultsInit } from '@posthorn/protocol';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { Services } from '../../router/services.ts';

const MAX_USERS = 1000;

/** What is named of a user whose turn it is. */
interface Named {
  readonly user?: number;
  readonly name?: string;
  readonly externalId: string;
}

/** One after the other, in order. Throws INVALID, TOO_LARGE. */
export async function eachOnItsOwn<T extends Named>(
  { logger }: Pick<Services, 'logger'>,
  users: readonly T[],
  run: (user: T) => Promise<UserResultInit>,
): Promise<UserResultsInit> {
  if (users.length === 0) throw new PosthornError('INVALID', 'say which users');
  if (users.length > MAX_USERS)
    throw new PosthornError('TOO_LARGE', `at most ${MAX_USERS} users at once; make several calls`);
  const results: UserResultInit[] = [];
  for (const given of users) {
    try {
      results.push(await run(given));
    } catch (error) {
      const coded = fromStoreError(error);
      if (coded.code === 'INTERNAL')
        logger.error({ err: coded.cause ?? coded }, 'a user could not be changed');
      results.push(refused(given, coded));
    }
  }
  return { results };
}

function refused(
  { user = 0, name = '', externalId }: Named,
  { code, message }: PosthornError,
): UserResultInit {
  return { outcome: 'refused', user, name, externalId, code, message };
}
