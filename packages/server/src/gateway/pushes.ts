/**
 * Makes pushes and writes them to connections of this gateway.
 *
 * @module
 */
import { decodeServerFrame, packServerFrame } from '@posthorn/protocol';
import type { ServerFrame, ServerFrameInit } from '@posthorn/protocol';
import type { Advert } from '../generated/bus.ts';
import type { OutgoingPush } from '../protocols/protocol.ts';
import type { Connection } from './connection.ts';
import type { LocalUser } from './users.ts';

/** Wraps a length-prefixed ServerFrame. It is decoded once, and only if a protocol needs it. */
export function outgoing(frame: Uint8Array): OutgoingPush {
  let decoded: ServerFrame | undefined;
  return { frame, decode: () => (decoded ??= decodeServerFrame(withoutLength(frame))) };
}

function withoutLength(frame: Uint8Array): Uint8Array {
  let start = 0;
  while ((frame[start] ?? 0) > 127) start++;
  return frame.subarray(start + 1);
}

/** Encodes a push that this gateway makes itself. */
export function encoded(frame: ServerFrameInit): OutgoingPush {
  return outgoing(packServerFrame(frame));
}

/** Tells a client to sync. */
export const RESYNC: OutgoingPush = encoded({ body: { case: 'resync', value: {} } });

/** Tells a client how far conversations have come. */
export function headsIn({ heads }: Advert): OutgoingPush {
  return encoded({
    body: { case: 'heads', value: { heads: heads.map(({ conversation, seq }) => ({ conversation, seq })) } },
  });
}

/** The same for one conversation. */
export function headOf(conversation: number, seq: number): OutgoingPush {
  return encoded({ body: { case: 'heads', value: { heads: [{ conversation, seq }] } } });
}

/** Writes to all connections of a user. `origin`: see {@link pushToAll}. */
export function pushToUser(user: LocalUser, push: OutgoingPush, origin = 0): void {
  pushToAll(user.connections, push, origin);
}

/** Writes to these connections. `origin` is the one whose request has caused the push; 0: none. */
export function pushToAll(connections: Iterable<Connection>, push: OutgoingPush, origin = 0): void {
  for (const connection of connections) connection.push(push, connection.id === origin);
}
