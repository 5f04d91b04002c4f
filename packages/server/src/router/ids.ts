/**
 * Client message ids, cursors and page sizes as they come from outside.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Services } from './services.ts';

/** The client's own id, checked, or a new one for a client that does not retry. */
export function clientIdOf(services: Services, clientId: string): string {
  if (clientId === '') return `s${Buffer.from(services.random.bytes(16)).toString('base64url')}`;
  if (clientId.length > LIMITS.maxClientIdBytes || Buffer.byteLength(clientId) > LIMITS.maxClientIdBytes) {
    throw new PosthornError('INVALID', `a client id has at most ${LIMITS.maxClientIdBytes} bytes`);
  }
  // PostgreSQL keeps no U+0000 in a text, and a client id must come back as it was.
  if (clientId.includes('\0')) throw new PosthornError('INVALID', 'a client id has no U+0000');
  return clientId;
}

/** How many items a page gets: what was asked for, within bounds. */
export function pageLimit(limit: number, most: number = LIMITS.maxPageItems): number {
  return limit === 0 ? Math.min(LIMITS.defaultPageItems, most) : Math.min(limit, most);
}

/** A cursor that is the last id of the page before; 0 for the first page. Throws INVALID. */
export function idCursor(cursor: string): number {
  if (cursor === '') return 0;
  const id = Number(cursor);
  if (!/^\d{1,16}$/.test(cursor) || !Number.isSafeInteger(id))
    throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return id;
}

/** The cursor for the page after `items`; empty when this one was not full. */
export function nextCursor<T>(items: readonly T[], limit: number, key: (item: T) => number | string): string {
  const last = items.at(-1);
  return last === undefined || items.length < limit ? '' : String(key(last));
}
