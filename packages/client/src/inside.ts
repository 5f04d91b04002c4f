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
}

/** Throws INVALID for a client that connect() has not made. */
export function insideOf(client: Client): Inside {
  const inside = (client as { readonly [INSIDE]?: Inside })[INSIDE];
  if (inside === undefined) throw new PosthornError('INVALID', 'this client was not made by connect()');
  return inside;
}

/** The token of the session; undefined before the first login. Another one after each login. */
export function tokenOf({ credentials, memory }: Inside): string | undefined {
  return 'token' in credentials ? credentials.token : memory.session?.token;
}
