/**
 * Second factors at a login with name and password. Other logins rest on somebody who asks for one, or on a token.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type {
  AskPasskey,
  BeginFactorAtLogin,
  FactorOfferInit,
  PasskeyQuestionInit,
} from '@posthorn/protocol';
import type { Reason } from '@posthorn/protocol/reasons';
import type { Caller } from '../../router/router.ts';
import type { CheckedLogin, LoginCheck } from '../../router/login-check.ts';
import type { Services } from '../../router/services.ts';
import { SealedError } from '../../sealing/sealer.ts';
import { isKnownDevice, userByPassword } from '../accounts/accounts.ts';
import * as queries from './factor-queries.ts';
import type { GuessBounds } from './factor-queries.ts';
import type { FactorRecord } from './factor-records.ts';
import { mustHaveOne } from './factors.ts';
import { makeOffer, newKey, ownOrigins, passkeysFor, takeUp, withoutSpaces, wrongCode } from './offers.ts';
import {
  ANSWER_TTL_MS,
  counterOf,
  domainOf,
  parseAnswer,
  refusedPasskey,
  requestOptions,
} from './passkeys.ts';
import { recoveryHash } from './recovery-codes.ts';
import { isCode, stepOf } from './totp.ts';

/**
 * Whoever has the password can guess codes: one of 333,333 fits. An hour between guesses makes it 24 a day. Passkeys and
 * recovery codes cannot be guessed, so those who have one need not wait.
 */
const GUESSES: GuessBounds = { free: 10, firstWaitMs: 30_000, longestWaitMs: 3_600_000 };

/** Asks for a second factor where there is one, or has to be. */
export function loginCheck(services: Services): LoginCheck {
  return async (login) => {
    const factors = await services.store.run(queries.factorsOf, login.user.id);
    if (factors.length > 0) return assertShown(services, factors, login);
    if (mustHaveOne(services, login.user.admin)) await addFirst(services, login);
  };
}

async function assertShown(
  services: Services,
  factors: readonly FactorRecord[],
  login: CheckedLogin,
): Promise<void> {
  const { secondFactor, passkey, user, origin } = login;
  if (passkey !== '') return assertPasskey(services, factors, passkey);
  if (secondFactor.trim() === '') throw required(factors);
  const code = withoutSpaces(secondFactor);
  if (isCode(code)) return assertCode(services, factors, { ...login, code });
  const hash = recoveryHash(secondFactor, user.id);
  const event = { ...origin, event: 'useRecoveryCode' };
  const isGood =
    hash !== undefined && (await services.store.run(queries.useRecoveryCode, user.id, hash, event));
  if (!isGood) throw wrongCode();
}

async function assertCode(
  services: Services,
  factors: readonly FactorRecord[],
  { code, user, device }: CheckedLogin & { readonly code: string },
): Promise<void> {
  const { store, clock, sealer } = services;
  const now = clock.now();
  // What strangers guess does not keep a device away from which somebody has logged in before.
  const known = await isKnownDevice(services, user.id, device.id);
  const guesser = { user: user.id, device: known ? device.id : '' };
  const retryAfterMs = await store.run(queries.countGuess, guesser, GUESSES, now);
  if (retryAfterMs > 0) {
    throw new PosthornError(
      'RATE_LIMITED',
      'too many wrong codes; wait, or use a passkey or a recovery code',
      {
        retryAfterMs,
      },
    );
  }
  let unreadable: SealedError | undefined;
  for (const factor of factors) {
    if (factor.kind !== 'totp') continue;
    let secret: Uint8Array;
    try {
      secret = sealer.openBytes(queries.FACTOR_SECRETS, [factor.user, factor.createdAt], factor.secret);
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      unreadable = error;
      continue;
    }
    const step = stepOf(secret, code, { time: now, usedStep: factor.counter });
    if (step !== undefined && (await store.run(queries.useStep, factor, step, now))) return;
  }
  throw unreadable ?? wrongCode();
}

async function assertPasskey(
  services: Services,
  factors: readonly FactorRecord[],
  text: string,
): Promise<void> {
  const { store, clock, logger } = services;
  const answer = parseAnswer(text);
  const factor = factors.find(({ credential }) => credential !== '' && credential === answer.credential);
  if (factor === undefined) throw refusedPasskey();
  const { user, id } = factor;
  const offers = await store.run(queries.offersTo, user);
  const question = offers.find(
    ({ kind, key, endsAt }) => kind === 'question' && key === answer.challenge && endsAt > clock.now(),
  );
  // Each is good for one login, wherever that is checked.
  if (question === undefined || !(await store.run(queries.takeOffer, question.key))) throw refusedPasskey();
  const counter = await counterOf(answer, question, factor);
  if (await store.run(queries.usePasskey, id, counter, clock.now())) return;
  logger.warn(
    { user, factor: id, counter },
    'the counter of a passkey does not rise: there may be a copy of it',
  );
  throw refusedPasskey();
}

/** The first factor of somebody who needs one to log in. */
async function addFirst(
  services: Services,
  { secondFactor, passkey, user, origin }: CheckedLogin,
): Promise<void> {
  if (secondFactor === '' && passkey === '') {
    throw new PosthornError(
      'SECOND_FACTOR_REQUIRED',
      'this server wants a second factor of you: add one to log in, in the web client or with "posthorn login"',
      { reason: 'factor-missing' },
    );
  }
  // Recovery codes come with a session: a login has no room for them.
  const answer = { code: secondFactor, passkey, name: '' };
  await takeUp(services, user.id, { answer, recovery: [], origin: { ...origin, event: 'confirmFactor' } });
}

function required(factors: readonly FactorRecord[]): PosthornError {
  const kinds = new Set(factors.map(({ kind }) => kind));
  const [reason, words]: readonly [Reason, string] =
    kinds.size > 1
      ? ['factor-any', 'the code of your app, a passkey']
      : kinds.has('totp')
        ? ['factor-code', 'the code of your app']
        : ['factor-passkey', 'a passkey'];
  return new PosthornError(
    'SECOND_FACTOR_REQUIRED',
    `this account has a second factor: log in with ${words} or a recovery code as well`,
    { reason },
  );
}

/** What the passkeys of somebody are to sign, who has to know the password to learn which there are. */
export async function askPasskey(
  services: Services,
  caller: Caller,
  { name, password, origin }: AskPasskey,
): Promise<PasskeyQuestionInit> {
  const { store, clock } = services;
  const domain = domainOf(origin, ownOrigins(services));
  const { user: account } = await userByPassword(services, caller, { name, password, device: '' });
  const user = account.id;
  const passkeys = passkeysFor(await store.run(queries.factorsOf, user), domain);
  if (passkeys.length === 0) {
    throw new PosthornError('NOT_FOUND', `the account has no passkey for ${domain}`, {
      reason: 'no-passkey-here',
    });
  }
  const key = newKey(services);
  const now = clock.now();
  const question = { key, user, secret: new Uint8Array(0), origin, endsAt: now + ANSWER_TTL_MS };
  await store.run(queries.makeOffer, { ...question, kind: 'question' as const }, now);
  return { options: requestOptions(key, domain, passkeys) };
}

export async function beginFactorAtLogin(
  services: Services,
  caller: Caller,
  { name, password, kind, origin }: BeginFactorAtLogin,
): Promise<FactorOfferInit> {
  const { user } = await userByPassword(services, caller, { name, password, device: '' });
  const factors = await services.store.run(queries.factorsOf, user.id);
  if (factors.length > 0) throw required(factors);
  if (!mustHaveOne(services, user.admin))
    throw new PosthornError(
      'FORBIDDEN',
      'this account needs no second factor: log in, then add one if you like',
    );
  return makeOffer(services, user, { kind, origin });
}
