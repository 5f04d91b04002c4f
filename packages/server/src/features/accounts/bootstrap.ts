/**
 * The first administrator. On a server that this machine alone reaches it is the first account. Where others reach it they
 * could be faster, so there it takes a secret, which the first start prints.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { PosthornError } from '@posthorn/protocol';
import type { Register } from '@posthorn/protocol';
import type { Random } from '../../clock.ts';
import { isExposed } from '../../config/address-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Values } from '../../config/option.ts';
import type { Logger } from '../../logger.ts';
import { isLoopback } from '../../networks.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import { isBootstrap, keepBootstrap } from './bootstrap-queries.ts';
import { findUsers } from './user-queries.ts';
import { foldName } from './names.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { SETTINGS } from './server-settings.ts';
import type { NewUser } from './user-records.ts';

const PREFIX = 'bootstrap-';
const SECRET_BYTES = 18;

const WAITING =
  'There is no administrator yet: register one with the bootstrap secret that the first start printed, ' +
  'or make one with "posthorn admin NAME" on this machine.';

export interface BootstrapPlace {
  readonly store: Store;
  readonly random: Random;
  readonly logger: Logger;
  readonly options: Values;
}

/** Returns the secret if this start has made it. It is kept as a hash, so it cannot be shown again. */
export async function openBootstrap({
  store,
  random,
  logger,
  options,
}: BootstrapPlace): Promise<string | undefined> {
  if (!isExposed(options)) return undefined;
  const secret = PREFIX + Buffer.from(random.bytes(SECRET_BYTES)).toString('base64url');
  const state = await store.run(keepBootstrap, hashOf(secret));
  if (state === 'waiting') logger.warn({}, WAITING);
  return state === 'made' ? secret : undefined;
}

/** Whether whoever registers could be anybody, so that coming first proves nothing. */
export function isFromAnywhere({ config }: Services, { address }: Caller): boolean {
  return isExposed(config.options) || !isLoopback(address);
}

/** Throws REGISTRATION_CLOSED. Who has the secret is always let in. */
export async function assertOpen(
  services: Services,
  caller: Caller,
  { bootstrapSecret, invite }: Register,
): Promise<void> {
  if (bootstrapSecret !== '') return;
  const { registration } = await services.state(SETTINGS).read();
  if (registration === 'open') return;
  if (registration === 'invite' && invite !== '' && (await services.letsIn(invite))) return;
  const isFirst = async (): Promise<boolean> => (await services.store.run(findUsers, '', '', 1)).length === 0;
  if (!isFromAnywhere(services, caller) && (await isFirst())) return;
  throw new PosthornError(
    'REGISTRATION_CLOSED',
    registration === 'invite'
      ? 'this server takes new accounts by invite alone, and the invite must still be good'
      : 'this server takes no new accounts; ask its administrator',
    registration === 'invite' ? { reason: 'registration-by-invite' } : {},
  );
}

/**
 * Whether the new account is to be an administrator. Throws FORBIDDEN for a wrong secret, and for the name that --admin
 * keeps.
 */
export async function standingOf(
  services: Services,
  caller: Caller,
  { bootstrapSecret, name }: Register,
): Promise<NewUser['admin']> {
  if (bootstrapSecret !== '') {
    const secretHash = hashOf(bootstrapSecret);
    // The write looks again. This saves the work before it.
    if (!(await services.store.run(isBootstrap, secretHash))) throw wrongSecret();
    return { secretHash };
  }
  const { admin } = optionsOf(services.config.options, ACCOUNT_OPTIONS);
  const isNamed = admin !== undefined && foldName(admin) === foldName(name);
  if (!isFromAnywhere(services, caller)) return admin === undefined ? 'if-first' : isNamed;
  if (!isNamed) return false;
  throw new PosthornError(
    'FORBIDDEN',
    'this name is kept for the administrator, who registers with the bootstrap secret',
    { reason: 'name-reserved' },
  );
}

export function wrongSecret(): PosthornError {
  return new PosthornError('FORBIDDEN', 'this is not the bootstrap secret, or it was used already', {
    reason: 'bootstrap-secret-wrong',
  });
}

/** Random secrets need no salt and no slow hash. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
