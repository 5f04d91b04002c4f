/**
 * Makes accounts in bulk, each on its own: a repeat finds those that are there.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { ImportUsers, UserImport, UserResultInit, UserResultsInit } from '@posthorn/protocol';
import { originOf } from '../../router/audit.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedUrl } from '../../router/texts.ts';
import * as importQueries from '../accounts/import-queries.ts';
import { completeLooks, lookOf } from '../accounts/looks.ts';
import { checkedName, foldName } from '../accounts/names.ts';
import { UNUSABLE_PASSWORD } from '../accounts/passwords.ts';
import { PASSWORDS } from '../accounts/states.ts';
import { usersByNameKeys } from '../accounts/user-queries.ts';
import { checkedExternalId } from '../accounts/external-ids.ts';
import { eachOnItsOwn } from './each.ts';

/** A password takes some 20 ms, and a request has 30 s. */
const MAX_PASSWORDS = 200;

export async function importUsers(
  services: Services,
  caller: Caller,
  { accounts }: ImportUsers,
): Promise<UserResultsInit> {
  if (accounts.filter(({ password }) => password !== '').length > MAX_PASSWORDS) {
    throw new PosthornError('TOO_LARGE', `at most ${MAX_PASSWORDS} users of one call have a password`);
  }
  await completeLooks(services.store);
  return eachOnItsOwn(services, accounts, (user) => importUser(services, caller, user));
}

async function importUser(services: Services, caller: Caller, given: UserImport): Promise<UserResultInit> {
  const { store, clock } = services;
  const name = checkedName(given.name);
  const nameKey = foldName(name);
  const externalId = checkedExternalId(given.externalId);
  const displayName = checkedLine(given.displayName, 'display name', LIMITS.maxDisplayNameChars);
  const avatarUrl = checkedUrl(given.avatarUrl, 'picture', LIMITS.maxUrlChars);
  const passwordHash = await passwordHashOf(services, caller, { ...given, name, nameKey });
  const account = {
    name,
    nameKey,
    look: lookOf(name),
    displayName,
    passwordHash,
    admin: false,
    createdAt: clock.now(),
  };
  const imported = { account, avatarUrl, externalId, link: given.link };
  const outcome = await store.run(importQueries.importUser, imported, originOf(clock, caller, 'importUsers'));
  if (outcome.status === 'taken') {
    throw new PosthornError(
      'NAME_TAKEN',
      externalId === ''
        ? 'the account of this name was erased, or another one looks like it: choose another name'
        : 'another account has this name, or one that looks like it: choose another one; if it is the same user, link it',
    );
  }
  const { status, user } = outcome;
  return { outcome: status, user: user.id, name: user.name, externalId };
}

/** Hashes nothing for an account that is there. */
async function passwordHashOf(
  services: Services,
  caller: Caller,
  { password, name, nameKey, externalId }: UserImport & { readonly nameKey: string },
): Promise<string> {
  if (password === '') return UNUSABLE_PASSWORD;
  const [named] = await services.store.run(usersByNameKeys, [nameKey]);
  const known =
    externalId === '' ? undefined : await services.store.run(importQueries.userByExternalId, externalId);
  if (named !== undefined || known !== undefined) return UNUSABLE_PASSWORD;
  return services.state(PASSWORDS).hash(password, name, caller);
}
