/**
 * The ack of our own message also counts as its arrival.
 *
 * @module
 */
import { decodeContent, encodeContent } from '@posthorn/protocol';
import type { Ack } from '@posthorn/protocol';
import { targetOf } from './entries.ts';
import type { Outgoing } from './outbox.ts';
import type { Timeline } from './timeline.ts';

export function arriveBy(
  timeline: Timeline,
  { sent, ack, self }: { readonly sent: Outgoing; readonly ack: Ack; readonly self: number },
): void {
  const { conversation, seq, time, state } = ack;
  const { clientId } = sent;
  // The server may have had it changed on its way.
  const content = ack.content === undefined ? sent.content : encodeContent(ack.content);
  // The answer to a retry does not say what has become of the message that was changed: the log does.
  if (state === undefined && targetOf(decodeContent(content)) > 0)
    timeline.heads([{ conversation, seq }], true);
  else
    timeline.arrived({ conversation, seq, time, sender: self, content, clientId, state, quote: undefined });
}
