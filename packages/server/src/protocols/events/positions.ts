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
 * The id has a bounded size. What does not fit is left out, lowest seqs first: a client that returns gets those
 * conversations from their beginning, so it gets messages again rather than missing some.
 *
 * Layout, before base64url: the epoch as a length-prefixed string, then per conversation by rising id the
 * difference to the id before and the seq, as varints.
 */
export function encodePositions(epoch: string, positions: LogPositions): string {
  const all = [...positions].toSorted(([a], [b]) => a - b);
  let id = encode(epoch, all);
  if (id.length <= MAX_ID_CHARS) return id;
  const bySeq = all.toSorted(([, a], [, b]) => b - a);
  for (let count = all.length; id.length > MAX_ID_CHARS;) {
    count = Math.min(count - 1, Math.floor((count * MAX_ID_CHARS) / id.length));
    id = encode(
      epoch,
      bySeq.slice(0, count).toSorted(([a], [b]) => a - b),
    );
  }
  return id;
}

/** `positions` by rising id. */
function encode(epoch: string, positions: readonly (readonly [conversation: number, seq: number])[]): string {
  const writer = new Writer();
  writer.string(epoch);
  let last = 0;
  for (const [conversation, seq] of positions) {
    writer.varint(conversation - last);
    writer.varint(seq);
    last = conversation;
  }
  return Buffer.from(writer.finish()).toString('base64url');
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
