/**
 * Second factors of whoever is logged in: adding, listing, renaming, removing, and recovery codes. Administrators remove those
 * of others.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  BeginFactor,
  ConfirmFactor,
  DoneInit,
  FactorOfferInit,
  FactorsInit,
  ListFactors,
  RecoveryCodesInit,
  RemoveFactor,
  RenameFactor,
  RenewRecoveryCodes,
  ResetFactors,
} from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedTitle } from '../../router/texts.ts';
import { confirmPassword, logsInByName } from '../accounts/accounts.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import * as queries from './factor-queries.ts';
import { makeOffer, takeUp } from './offers.ts';
import { SECOND_FACTOR_OPTIONS } from './options.ts';
import { newRecoveryCodes } from './recovery-codes.ts';

export async function listFactors(
  services: Services,
  caller: Caller,
  _request: ListFactors,
): Promise<FactorsInit> {
  const { user, admin } = sessionOf(caller);
  const [factors, recoveryCodes] = await Promise.all([
    services.store.run(queries.factorsOf, user),
    services.store.run(queries.recoveryCodesLeft, user),
  ]);
  return {
    factors: factors.map(({ id, kind, name, createdAt, lastUsedAt }) => ({
      id,
      kind,
      name,
      createdAt,
      lastUsedAt,
    })),
    recoveryCodes,
    required: mustHaveOne(services, admin),
  };
}

export async function beginFactor(
  services: Services,
  caller: Caller,
  { password, ...wanted }: BeginFactor,
): Promise<FactorOfferInit> {
  const session = sessionOf(caller);
  if (!(await logsInByName(services, session))) {
    throw new PosthornError(
      'FORBIDDEN',
      'this account logs in elsewhere, where a second factor can be asked for; here none would be',
      { reason: 'factor-unused' },
    );
  }
  await confirmPassword(services, caller, password);
  const [owner] = await services.store.run(usersByIds, [session.user]);
  if (owner === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  return makeOffer(services, owner, wanted);
}

/** What a session may begin was confirmed by the password. */
export async function confirmFactor(
  services: Services,
  caller: Caller,
  answer: ConfirmFactor,
): Promise<RecoveryCodesInit> {
  const { user } = sessionOf(caller);
  const { codes, hashes } = newRecoveryCodes(services.random, user);
  const origin = originOf(services.clock, caller, 'confirmFactor');
  const { isFirst } = await takeUp(services, user, { answer, recovery: hashes, origin });
  return { codes: isFirst ? codes : [] };
}

export async function renameFactor(
  { store }: Services,
  caller: Caller,
  { factor, name: given }: RenameFactor,
): Promise<DoneInit> {
  const name = checkedTitle(given, 'name of a second factor', LIMITS.maxTitleChars);
  if (!(await store.run(queries.renameFactor, sessionOf(caller).user, factor, name))) throw noFactor();
  return {};
}

export async function removeFactor(
  services: Services,
  caller: Caller,
  { factor: id, password }: RemoveFactor,
): Promise<DoneInit> {
  const { user, admin } = sessionOf(caller);
  await confirmPassword(services, caller, password);
  const removal = { id, isNeeded: mustHaveOne(services, admin) };
  const origin = originOf(services.clock, caller, 'removeFactor');
  switch (await services.store.run(queries.removeFactor, user, removal, origin)) {
    case 'missing':
      throw noFactor();
    case 'needed':
      throw new PosthornError(
        'FORBIDDEN',
        'this server wants you to have a second factor; add another one first',
        {
          reason: 'factor-needed',
        },
      );
    case 'removed':
      return {};
  }
}

export async function renewRecoveryCodes(
  services: Services,
  caller: Caller,
  { password }: RenewRecoveryCodes,
): Promise<RecoveryCodesInit> {
  const { user } = sessionOf(caller);
  await confirmPassword(services, caller, password);
  const { codes, hashes } = newRecoveryCodes(services.random, user);
  const origin = originOf(services.clock, caller, 'renewRecoveryCodes');
  if (!(await services.store.run(queries.renewCodes, user, hashes, origin))) throw noFactor();
  return { codes };
}

export async function resetFactors(
  { store, clock, logger }: Services,
  caller: Caller,
  { user }: ResetFactors,
): Promise<DoneInit> {
  const [found] = await store.run(usersByIds, [user]);
  if (found === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  const hadSome = await store.run(queries.forgetFactors, user, originOf(clock, caller, 'resetFactors'));
  if (hadSome) logger.info({ user, by: sessionOf(caller).user }, 'second factors reset');
  return {};
}

/** Whether the server wants somebody to have a second factor. */
export function mustHaveOne({ config }: Services, admin: boolean): boolean {
  const { secondFactor } = optionsOf(config.options, SECOND_FACTOR_OPTIONS);
  return secondFactor === 'everybody' || (secondFactor === 'administrators' && admin);
}

function noFactor(): PosthornError {
  return new PosthornError('NOT_FOUND', 'you have no such second factor', { reason: 'no-such-factor' });
}
