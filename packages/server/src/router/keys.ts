/**
 * Server keys, as the rules know them: what a program may do that has one. Everything else about keys is features/keys.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { RoutedRequest } from './requests.ts';
import type { CallerSession } from './router.ts';
import type { Acting, CallerKey, Scope } from './scopes.ts';

/** Returns the session of a key. Rejects with UNAUTHENTICATED, SESSION_EXPIRED, NOT_FOUND, ACCOUNT_DISABLED, INVALID. */
export type AuthenticateKey = (key: string, acting: Acting) => Promise<CallerSession>;

/** Whether any of the scopes that are needed is among the granted ones. Who may write as users may read as them. */
export function grants(granted: readonly Scope[], needed: readonly Scope[]): boolean {
  return needed.some(
    (scope) => granted.includes(scope) || (scope === 'read' && granted.includes('messages')),
  );
}

/** Why a key may not make the request; undefined if it may. */
export function keyRefusal(
  { user }: CallerSession,
  { scopes }: CallerKey,
  { name, keys }: Pick<RoutedRequest, 'name' | 'keys'>,
): PosthornError | undefined {
  if (keys === undefined) return notForKeys(name);
  if (!grants(scopes, keys.scopes)) return lacksScope(name, keys.scopes);
  if (keys.acts === 'as-user' && user === 0) {
    return new PosthornError('INVALID', `${name} is done as a user: name them in the header posthorn-as`);
  }
  if (keys.acts === 'for-nobody' && user !== 0) {
    return new PosthornError(
      'INVALID',
      `${name} is done by the key itself: leave out the header posthorn-as`,
    );
  }
  return undefined;
}

/** The refusal of what no key may do, whatever its scopes. */
export function notForKeys(what: string): PosthornError {
  return new PosthornError('FORBIDDEN', `no server key may do this (${what}); log in as a user`);
}

function lacksScope(name: string, scopes: readonly Scope[]): PosthornError {
  return new PosthornError('FORBIDDEN', `the server key lacks the scope for ${name}: ${scopes.join(' or ')}`);
}
