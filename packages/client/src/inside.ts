/**
 * What other entries of this package, such as '@posthorn/client/files', use of a client besides its public interface.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Client, Credentials } from './api.ts';
import type { Platform } from './platform.ts';
import type { Memory } from './storage.ts';

/** The property of a client. Registered, so that two copies of this package understand each other. */
export const INSIDE = Symbol.for('@posthorn/client');

export interface Inside {
  readonly credentials: Credentials;
  readonly platform: Platform;
  readonly memory: Memory;
  /** Takes a message back that the server has not been given. False: it is too late, or there is none. */
  discard(clientId: string): Promise<boolean>;
  /** The network may be another one, or is back: tries to connect now, or whether the connection still lives. */
  probe(): void;
}

/** Throws INVALID for a client that connect() has not made. */
export function insideOf(client: Client): Inside {
  const inside = (client as { readonly [INSIDE]?: Inside })[INSIDE];
  if (inside === undefined) throw new PosthornError('INVALID', 'this client was not made by connect()');
  return inside;
}

/** What requests over HTTP show: a token, or nothing but the cookie of the page. */
export type Key = { readonly token: string } | 'cookie';

/** Undefined before the first login. Another one after each login. */
export function keyOf({ credentials, memory }: Inside): Key | undefined {
  const token = 'token' in credentials ? credentials.token : memory.session?.token;
  if (typeof token === 'function') return memory.begun === undefined ? 'cookie' : { token: memory.begun };
  return token === undefined ? undefined : { token };
}

export function isSameKey(one: Key | undefined, other: Key): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.token === other.token;
}
