/**
 * Who a request with a server key is made as. The key is read from the store for each request, so a revoked one is dead
 * everywhere at once (ADR 37).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { userInText } from '../../http/users.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import { KEY_PREFIX, SCOPES } from '../../router/scopes.ts';
import type { Acting, CallerKey } from '../../router/scopes.ts';
import type { CallerSession } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { foldName } from '../accounts/names.ts';
import { hashToken } from '../accounts/tokens.ts';
import { usersByIds, usersByNameKeys } from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import * as keyQueries from './key-queries.ts';
import type { KeyRecord } from './key-records.ts';

const SECRET_CHARS = 43;
/** Minimum interval between updates of "last used". */
const TOUCH_INTERVAL_MS = 60_000;

/** Rejects with UNAUTHENTICATED, SESSION_EXPIRED, NOT_FOUND, ACCOUNT_DISABLED, INVALID. */
export async function authenticateKey(
  services: Services,
  token: string,
  acting: Acting,
): Promise<CallerSession> {
  const record = await readKey(services, token);
  touch(services, record);
  const { id, name, requestsPerSecond } = record;
  const granted = record.scopes.split(' ');
  const key: CallerKey = {
    id,
    name,
    scopes: SCOPES.filter((scope) => granted.includes(scope)),
    requestsPerSecond,
  };
  const user = await userFor(services, acting);
  return {
    id: 0,
    user: user?.id ?? 0,
    name: user?.name ?? '',
    nameKey: user === undefined ? '' : foldName(user.name),
    // Never the rights of the administrator as whom it acts.
    admin: user === undefined,
    bot: user?.bot ?? false,
    deviceId: `key-${id}`,
    deviceClass: 'unspecified',
    inbox: user?.inbox ?? 0,
    key,
  };
}

async function readKey({ store, clock }: Services, token: string): Promise<KeyRecord> {
  const found =
    token.length === KEY_PREFIX.length + SECRET_CHARS
      ? await store.run(keyQueries.keyBySecret, hashToken(token)).catch((error: unknown) => {
          throw fromStoreError(error);
        })
      : undefined;
  if (found === undefined)
    throw new PosthornError('UNAUTHENTICATED', 'this server key is unknown, or was revoked');
  const now = clock.now();
  const { key, until } = found;
  if (until !== 0 && until <= now)
    throw new PosthornError('SESSION_EXPIRED', 'this server key was rotated: use its new secret');
  if (key.expiresAt !== 0 && key.expiresAt <= now)
    throw new PosthornError(
      'SESSION_EXPIRED',
      'this server key has expired: an administrator makes another one',
    );
  return key;
}

/** Not awaited: if it fails, "last used" is a little older. */
function touch({ store, clock, logger }: Services, { id, lastUsedAt }: KeyRecord): void {
  const now = clock.now();
  if (now - lastUsedAt < TOUCH_INTERVAL_MS) return;
  store.run(keyQueries.touchKey, id, now).catch((error: unknown) => {
    logger.warn({ ...failureFields(fromStoreError(error)), key: id }, 'last used was not kept');
  });
}

/** Undefined: nobody. */
async function userFor(services: Services, { as, ownerOf }: Acting): Promise<UserRecord | undefined> {
  try {
    if (as !== undefined) return await userCalled(services, as);
    if (ownerOf === undefined) return undefined;
    const owner = await services.store.run(keyQueries.groupOwner, ownerOf);
    const [user] = owner === undefined ? [] : await services.store.run(usersByIds, [owner]);
    return user?.disabled === false ? user : undefined;
  } catch (error) {
    throw fromStoreError(error);
  }
}

/** The user whom the header names: by id, or by name. */
async function userCalled({ store }: Services, header: string): Promise<UserRecord> {
  const given = userInText(decoded(header));
  const [user] =
    typeof given === 'number'
      ? await store.run(usersByIds, [given])
      : await store.run(usersByNameKeys, [foldName(given)]);
  if (user === undefined || user.erased)
    throw new PosthornError('NOT_FOUND', 'posthorn-as: nobody is called that');
  if (user.disabled) throw new PosthornError('ACCOUNT_DISABLED', 'posthorn-as: the account is disabled');
  return user;
}

function decoded(header: string): string {
  try {
    const text = decodeURIComponent(header.trim());
    if (text !== '') return text;
  } catch {
    // Falls through.
  }
  throw new PosthornError('INVALID', 'posthorn-as: give a name, percent-encoded as UTF-8, or an id');
}
