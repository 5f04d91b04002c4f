/**
 * Making, listing, rotating and revoking server keys, by administrators.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  CreateKey,
  DoneInit,
  ListKeys,
  RevokeKey,
  RotateKey,
  ServerKeyInit,
  ServerKeysInit,
} from '@posthorn/protocol';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import { KEY_PREFIX, SCOPES } from '../../router/scopes.ts';
import type { Scope } from '../../router/scopes.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedTitle } from '../../router/texts.ts';
import { hashToken, newToken } from '../accounts/tokens.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import * as keyQueries from './key-queries.ts';
import type { ListedKey } from './key-records.ts';

const MAX_KEYS = 200;
const DAY_MS = 86_400_000;
const DEFAULT_OVERLAP_MS = DAY_MS;
const MAX_OVERLAP_MS = 30 * DAY_MS;
const MAX_TTL_MS = 10 * 366 * DAY_MS;
const DEFAULT_RATE = 100;
const MAX_RATE = 10_000;

export async function createKey(
  services: Services,
  caller: Caller,
  request: CreateKey,
): Promise<ServerKeysInit> {
  const { store, clock, logger } = services;
  const { user: createdBy } = sessionOf(caller);
  const name = checkedTitle(request.name, 'name of a key', LIMITS.maxTitleChars);
  const scopes = checkedScopes(request.scopes).join(' ');
  if (request.ttlMs > MAX_TTL_MS) throw new PosthornError('INVALID', 'a key lives for ten years at most');
  const requestsPerSecond = request.requestsPerSecond || DEFAULT_RATE;
  if (requestsPerSecond > MAX_RATE)
    throw new PosthornError('INVALID', `a key makes at most ${MAX_RATE} requests a second`);
  const createdAt = clock.now();
  const expiresAt = request.ttlMs === 0 ? 0 : createdAt + request.ttlMs;
  const secret = newToken(services.random, KEY_PREFIX);
  const key = { name, scopes, createdBy, createdAt, expiresAt, requestsPerSecond };
  const first = { hash: hashToken(secret), most: MAX_KEYS };
  const outcome = await store.run(keyQueries.createKey, key, first, originOf(clock, caller, 'createKey'));
  switch (outcome.status) {
    case 'taken':
      throw new PosthornError(
        'NAME_TAKEN',
        'another key has this name: choose another one, or rotate that key',
      );
    case 'full':
      throw new PosthornError('LIMIT_EXCEEDED', `there may be ${MAX_KEYS} keys: revoke one`);
    case 'made':
      logger.info({ key: outcome.id, name, scopes, by: createdBy }, 'server key made');
      return answer(services, outcome.id, secret);
  }
}

/** Each scope once, in the order of the list. Throws INVALID. */
function checkedScopes(given: readonly string[]): readonly Scope[] {
  const known: readonly string[] = SCOPES;
  const unknown = given.find((each) => !known.includes(each));
  if (unknown !== undefined) {
    const shown = unknown.slice(0, 32);
    throw new PosthornError('INVALID', `there is no scope "${shown}"; there are ${SCOPES.join(', ')}`);
  }
  const scopes = SCOPES.filter((scope) => given.includes(scope));
  if (scopes.length === 0)
    throw new PosthornError('INVALID', `say what the key may do, by scopes: ${SCOPES.join(', ')}`);
  return scopes;
}

export async function listKeys(
  services: Services,
  _caller: Caller,
  { key }: ListKeys,
): Promise<ServerKeysInit> {
  const keys = await services.store.run(keyQueries.serverKeys, key);
  if (key !== 0 && keys.length === 0) throw noKey();
  return { keys: await shown(services, keys) };
}

export async function rotateKey(
  services: Services,
  caller: Caller,
  { key, overlapMs, atOnce }: RotateKey,
): Promise<ServerKeysInit> {
  const { store, clock, logger } = services;
  if (overlapMs > MAX_OVERLAP_MS)
    throw new PosthornError('INVALID', 'the secret before may stay good for 30 days at most');
  const overlap = atOnce ? 0 : overlapMs || DEFAULT_OVERLAP_MS;
  const secret = newToken(services.random, KEY_PREFIX);
  const next = { hash: hashToken(secret), until: clock.now() + overlap };
  const isThere = await store.run(keyQueries.rotateKey, key, next, originOf(clock, caller, 'rotateKey'));
  if (!isThere) throw noKey();
  logger.info({ key, overlapMs: overlap, by: sessionOf(caller).user }, 'server key rotated');
  return answer(services, key, secret);
}

export async function revokeKey(services: Services, caller: Caller, { key }: RevokeKey): Promise<DoneInit> {
  const { store, clock, logger } = services;
  const isThere = await store.run(keyQueries.revokeKey, key, originOf(clock, caller, 'revokeKey'));
  if (!isThere) throw noKey();
  logger.info({ key, by: sessionOf(caller).user }, 'server key revoked');
  return {};
}

/** With the secret: the only time that it is shown. */
async function answer(services: Services, id: number, secret: string): Promise<ServerKeysInit> {
  const keys = await shown(services, await services.store.run(keyQueries.serverKeys, id));
  return { keys: keys.map((each) => ({ ...each, key: secret })) };
}

async function shown(services: Services, keys: readonly ListedKey[]): Promise<readonly ServerKeyInit[]> {
  const { store, clock } = services;
  const makers = await store.run(usersByIds, [...new Set(keys.map(({ createdBy }) => createdBy))]);
  const administrators = new Set(
    makers.filter(({ admin, disabled }) => admin && !disabled).map(({ id }) => id),
  );
  const now = clock.now();
  return keys.map(({ scopes, overlapUntil, ...key }) => ({
    ...key,
    scopes: scopes.split(' '),
    orphaned: !administrators.has(key.createdBy),
    overlapUntil: overlapUntil > now ? overlapUntil : 0,
  }));
}

function noKey(): PosthornError {
  return new PosthornError('NOT_FOUND', 'there is no such key; it may be revoked');
}
