/**
 * Makes an administrator on the database itself: whoever may open it needs no secret.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random } from '../../clock.ts';
import { optionsOf } from '../../config/option.ts';
import type { Values } from '../../config/option.ts';
import { ownOrigin } from '../../router/audit.ts';
import type { Store } from '../../store/store.ts';
import { completeLooks, lookOf } from './looks.ts';
import { checkedName, foldName } from './names.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { Passwords } from './passwords.ts';
import { changeStanding } from './standing.ts';
import * as userQueries from './user-queries.ts';

export interface LocalPlace {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  /** Values of all options. */
  readonly options: Values;
}

export interface LocalAdministrator {
  readonly user: number;
  readonly name: string;
  readonly isNew: boolean;
}

/**
 * Makes the account an administrator, and enables it. A missing one is made, with this password. Rejects with a
 * PosthornError whose message says what to do.
 */
export async function makeAdministrator(
  place: LocalPlace,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<LocalAdministrator> {
  const { store, clock } = place;
  const [found] = await store.run(userQueries.usersByNameKeys, [foldName(name)]);
  if (found === undefined) return createAdministrator(place, name, password);
  const standing = { admin: true, disabled: false };
  const origin = ownOrigin(clock, 'posthorn admin');
  await changeStanding(store, found.id, standing, origin);
  return { user: found.id, name: found.name, isNew: false };
}

async function createAdministrator(
  { store, clock, random, options }: LocalPlace,
  given: string,
  password: string,
): Promise<LocalAdministrator> {
  const name = checkedName(given);
  if (password === '') {
    throw new PosthornError(
      'NOT_FOUND',
      `there is no account ${name}; to make it, set POSTHORN_PASSWORD to its password`,
    );
  }
  const { passwordMinLength: minChars, commonPasswords: allowsCommon } = optionsOf(options, ACCOUNT_OPTIONS);
  const passwords = new Passwords({ random, minChars, allowsCommon, maxRunning: 1, maxWaiting: 1 });
  await completeLooks(store);
  const newUser = {
    name,
    nameKey: foldName(name),
    look: lookOf(name),
    displayName: '',
    passwordHash: await passwords.hash(password, name, { connection: 0, address: '' }),
    admin: true,
    createdAt: clock.now(),
  };
  const made = await store.run(userQueries.createUser, newUser, ownOrigin(clock, 'posthorn admin'));
  if (made.status !== 'created')
    throw new PosthornError('NAME_TAKEN', `a name that looks like ${name} is taken`);
  return { user: made.user.id, name, isNew: true };
}
