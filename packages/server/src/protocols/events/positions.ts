/**
 * Encodes the positions of an event stream as event ids. A client that returns with the last id it saw gets exactly what
 * followed.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { Reader, WireError, Writer } from '@posthorn/protocol/wire';
import type { LogPositions } from '../log-reader.ts';

/** The id returns in a header, whose size servers and proxies limit. */
const MAX_ID_CHARS = 6144;

/**
 * Throws LIMIT_EXCEEDED when there are too many positions for a header.
 *
 * Layout, before base64url: the epoch as a length-prefixed string, then per conversation by rising id the
 * difference to the id before and the seq, as varints.
 */
export function encodePositions(epoch: string, positions: LogPositions): string {
  const writer = new Writer();
  writer.string(epoch);
  let last = 0;
  for (const [conversation, seq] of [...positions].toSorted(([a], [b]) => a - b)) {
    writer.varint(conversation - last);
    writer.varint(seq);
    last = conversation;
  }
  const id = Buffer.from(writer.finish()).toString('base64url');
  if (id.length > MAX_ID_CHARS) {
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      'too many conversations for one event stream; ask for some with ?conversation=',
    );
  }
  return id;
}

/** Throws INVALID for anything but an id of encodePositions(). */
export function decodePositions(id: string): { readonly epoch: string; readonly positions: LogPositions } {
  try {
    const reader = new Reader(Buffer.from(id, 'base64url'));
    const epoch = reader.string();
    const positions: LogPositions = new Map();
    for (let conversation = 0; reader.position < reader.length;) {
      conversation += reader.varint();
      positions.set(conversation, reader.varint());
    }
    return { epoch, positions };
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new PosthornError('INVALID', 'this is not an event id of this server', { cause });
  }
}
