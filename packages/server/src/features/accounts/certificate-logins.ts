/**
 * Logins by a TLS certificate, which the listener of a gateway has checked (docs/adr/0052).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Device, LoggedInInit } from '@posthorn/protocol';
import { AccountRefusal, originOf } from '../../router/audit.ts';
import type { Caller, ClientCertificate } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { foldName } from './names.ts';
import { openSession } from './opening.ts';
import * as userQueries from './user-queries.ts';
import type { UserRecord } from './user-records.ts';

/** Of the sessions. */
const WAY = 'certificate';

interface CertifiedLogin {
  readonly certificate: ClientCertificate;
  readonly device: Device;
}

/**
 * Opens a session of the account that the certificate names; it ends with the certificate. Throws BAD_CREDENTIALS,
 * ACCOUNT_DISABLED, ALREADY_LOGGED_IN.
 */
export async function logInByCertificate(
  services: Services,
  caller: Caller,
  { certificate: { name, validUntil }, device }: CertifiedLogin,
): Promise<LoggedInInit> {
  const user = await accountCalled(services, name);
  if (user === undefined || user.erased)
    throw refused(user?.id ?? 0, 'BAD_CREDENTIALS', 'there is no account with the name in the certificate');
  // Its login would be one among those of its token.
  if (user.bot)
    throw refused(user.id, 'BAD_CREDENTIALS', 'a bot logs in with its token, not with a certificate');
  if (user.disabled) throw refused(user.id, 'ACCOUNT_DISABLED', 'an administrator has disabled the account');
  const { clock } = services;
  const sessionMs = validUntil - clock.now();
  if (sessionMs <= 0) throw refused(user.id, 'BAD_CREDENTIALS', 'the certificate has expired: get a new one');
  const origin = originOf(clock, caller, 'login');
  try {
    return await openSession(services, user, { device, origin, from: { way: WAY, sid: '', sessionMs } });
  } catch (error) {
    throw error instanceof PosthornError ? new AccountRefusal(user.id, error) : error;
  }
}

/** A CA may tell apart what names here do not: only case makes no difference, so nobody is taken for somebody alike. */
async function accountCalled({ store }: Services, name: string): Promise<UserRecord | undefined> {
  let nameKey: string;
  try {
    nameKey = foldName(name);
  } catch {
    return undefined;
  }
  if (name !== name.normalize('NFKC')) return undefined;
  return (await store.run(userQueries.credentials, nameKey))?.user;
}

function refused(
  user: number,
  code: 'BAD_CREDENTIALS' | 'ACCOUNT_DISABLED',
  message: string,
): AccountRefusal {
  return new AccountRefusal(user, new PosthornError(code, message));
}
