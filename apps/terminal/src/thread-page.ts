/**
 * Pages of a thread, as history() of the SDK gives those of a conversation.
 *
 * @module
 */
import type { Client, HistoryPage, Incoming, WireMessage } from '@posthorn/client';
import { decodeContent } from '@posthorn/protocol';

/** What was said in the thread of message `seq`, oldest first; at most 200. */
export async function threadPage(
  client: Client,
  {
    conversation,
    seq,
    page,
  }: { readonly conversation: number; readonly seq: number; readonly page: HistoryPage },
): Promise<readonly Incoming[]> {
  const backward = 'before' in page;
  const from = backward ? page.before : page.after;
  // From the end if there is no cursor; the first seq is behind 0.
  const cursor = backward && from === 0 ? '' : String(from);
  const { messages } = await client.call('listThread', {
    conversation,
    seq,
    cursor,
    limit: page.limit,
    backward,
  });
  return messages.map((message) => toIncoming(client, message)).sort((a, b) => a.seq - b.seq);
}

/** A message as a request answers it, as the SDK gives others. */
function toIncoming(client: Client, message: WireMessage): Incoming {
  const self = client.state.name === 'online' ? client.state.session.user?.id : undefined;
  const { content, clientId, ...rest } = message;
  return {
    ...rest,
    content: decodeContent(content),
    isMine: message.sender === self,
    clientId: clientId === '' ? undefined : clientId,
  };
}
