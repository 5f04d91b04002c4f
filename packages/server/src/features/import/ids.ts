/**
 * What messages of an import are called in the log, so that a repeat finds them.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { IMPORTED_PREFIX } from '../../store/log/imported.ts';

/** The client id of a message. `conversation`, `id`: as its source calls them. */
export function clientIdOfImported(conversation: string, id: string): string {
  return IMPORTED_PREFIX + createHash('sha256').update(`${conversation}\n${id}`).digest('base64url');
}
