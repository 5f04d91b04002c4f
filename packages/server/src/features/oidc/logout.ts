/**
 * Back-Channel Logout 1.0: the provider says that somebody has logged out there.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { jwtVerify } from 'jose';
import type { JWTPayload } from 'jose';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { originOf } from '../../router/audit.ts';
import { KEY_ALGORITHMS } from '../accounts/key-set.ts';
import { endSessionsOfWay } from '../accounts/sessions.ts';
import { identityKey } from '../accounts/sign-in.ts';
import * as identityQueries from '../accounts/identity-queries.ts';
import * as sessionQueries from '../accounts/session-queries.ts';
import { keyHash } from '../../store/key-hash.ts';
import { useOnce } from '../accounts/used-token-queries.ts';
import type { Provider } from './provider.ts';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const MAX_AGE_S = 300;
const LEEWAY_S = 60;
const KEYED_AT_ONCE = 500;

/** Ends the sessions that the token is about. Rejects with INVALID for one that does not hold. */
export async function logOutByToken(
  services: Services,
  caller: Caller,
  { provider, token }: { readonly provider: Provider; readonly token: string },
): Promise<void> {
  const claims = await claimsOf(services, provider, token);
  const { id: way } = provider.settings;
  const {
    iss: issuer = '',
    sub: subject,
    sid,
    jti = '',
    exp = 0,
  } = claims as JWTPayload & { readonly sid?: unknown };
  const isSid = typeof sid === 'string' && sid !== '';
  const key = keyHash(issuer, jti);
  const endsAt = Math.max(exp * 1000, services.clock.now() + (MAX_AGE_S + 2 * LEEWAY_S) * 1000);
  if (!(await services.store.run(useOnce, key, endsAt))) throw invalid('was used before');
  const origin = originOf(services.clock, caller, 'logout');
  const given = isSid ? sid : undefined;
  const users =
    subject === undefined
      ? await usersOfSid(services, way, given ?? '')
      : [
          (await services.store.run(identityQueries.userOfIdentity, identityKey({ issuer, subject })))?.id ??
            0,
        ];
  for (const user of users) await endSessionsOfWay(services, { user, way, sid: given, origin });
}

async function usersOfSid({ store }: Services, way: string, sid: string): Promise<readonly number[]> {
  // Sessions of older programs get their keys when one is first asked for.
  while (await store.run(sessionQueries.keySessions, KEYED_AT_ONCE));
  return store.run(sessionQueries.usersOfSid, way, sid);
}

async function claimsOf(services: Services, provider: Provider, token: string): Promise<JWTPayload> {
  const { issuer, keys } = await provider.signer();
  let claims: JWTPayload;
  try {
    const checked = await jwtVerify(token, (header, input) => keys.get(header, input), {
      issuer,
      audience: provider.settings.clientId,
      algorithms: [...KEY_ALGORITHMS],
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: MAX_AGE_S,
      clockTolerance: LEEWAY_S,
      currentDate: new Date(services.clock.now()),
    });
    claims = checked.payload;
  } catch (error) {
    if (error instanceof PosthornError) throw error;
    throw invalid('does not hold', error);
  }
  const events = claims['events'];
  if (typeof events !== 'object' || events === null || !(EVENT in events))
    throw invalid('is about something else');
  if (claims['nonce'] !== undefined) throw invalid('has a nonce, as only ID tokens do');
  if (claims.sub === undefined && claims['sid'] === undefined)
    throw invalid('names neither a user nor a session');
  return claims;
}

function invalid(why: string, cause?: unknown): PosthornError {
  return new PosthornError('INVALID', `the logout token ${why}`, { cause });
}
