/**
 * Parses client message ids, cursors and page sizes from requests.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Services } from './services.ts';

/** Begins the client ids of what the server writes in the name of a user. Nobody else can use them up. */
const SERVER_MARK = '\u0001';

/** A client id that no client can send: a repeat with the same name changes nothing. `name`: at most 63 bytes. */
export function serverClientId(name: string): string {
  return SERVER_MARK + name;
}

/** Returns the checked client id, or a new one for a client that sent none and so does not retry. Throws INVALID. */
export function clientIdOf(services: Services, clientId: string): string {
  if (clientId === '') return `s${Buffer.from(services.random.bytes(16)).toString('base64url')}`;
  if (clientId.length > LIMITS.maxClientIdBytes || Buffer.byteLength(clientId) > LIMITS.maxClientIdBytes) {
    throw new PosthornError('INVALID', `a client id has at most ${LIMITS.maxClientIdBytes} bytes`);
  }
  // PostgreSQL cannot store U+0000 in text, and a client id must come back unchanged.
  if (clientId.includes('\0')) throw new PosthornError('INVALID', 'a client id has no U+0000');
  if (clientId.startsWith(SERVER_MARK))
    throw new PosthornError('INVALID', 'a client id does not begin with U+0001');
  return clientId;
}

/** The requested page size, within bounds. 0: the default. */
export function pageLimit(limit: number, most: number = LIMITS.maxPageItems): number {
  return limit === 0 ? Math.min(LIMITS.defaultPageItems, most) : Math.min(limit, most);
}

/** Parses a cursor, which is the last id of the previous page. Returns 0 for the first page. Throws INVALID. */
export function idCursor(cursor: string): number {
  if (cursor === '') return 0;
  const id = Number(cursor);
  if (!/^\d{1,16}$/.test(cursor) || !Number.isSafeInteger(id))
    throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return id;
}

/** The cursor for the page that begins there. Empty for 0: there is none. */
export function cursorAt(next: number): string {
  return next === 0 ? '' : String(next);
}

/** The cursor for the next page. Empty if this page was not full. */
export function nextCursor<T>(items: readonly T[], limit: number, key: (item: T) => number | string): string {
  const last = items.at(-1);
  return last === undefined || items.length < limit ? '' : String(key(last));
}
