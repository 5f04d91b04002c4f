/**
 * Threads: what is said beside a conversation.
 *
 * @module
 */
import type { Client, Incoming, WireMessage } from '@posthorn/client';
import { decodeContent } from '@posthorn/protocol';
import type { Room } from './state.ts';

/** More of a thread is not read at once. */
const MAX_MESSAGES = 200;

/** The newest messages of a thread, oldest first. */
export async function threadOf(
  client: Client,
  { conversation, seq }: { readonly conversation: number; readonly seq: number },
): Promise<readonly Incoming[]> {
  const place = { conversation, seq, backward: true, limit: MAX_MESSAGES };
  const { messages } = await client.call('listThread', place);
  return messages.map((message) => toIncoming(client, message));
}

/** Tells the server how far the thread that is shown was read. Resolves with that seq; 0: with nothing new. */
export async function markThreadRead(client: Client, { id, thread, lines }: Room): Promise<number> {
  if (thread === 0) return 0;
  const known = lines.find(({ seq }) => seq === thread)?.state?.own?.read ?? 0;
  const last = lines.findLast((line) => line.thread === thread)?.seq ?? 0;
  if (last <= known) return 0;
  await client.call('setThread', { conversation: id, seq: thread, read: last });
  return last;
}

/** A message as a request answers it, as the SDK gives others. */
export function toIncoming(client: Client, message: WireMessage): Incoming {
  const self = client.state.name === 'online' ? client.state.session.user?.id : undefined;
  const { content, clientId, ...rest } = message;
  return {
    ...rest,
    content: decodeContent(content),
    isMine: message.sender === self,
    clientId: clientId === '' ? undefined : clientId,
  };
}
