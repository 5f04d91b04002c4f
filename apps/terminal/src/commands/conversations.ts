/**
 * conversations: the list of conversations.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client, Conversation } from '@posthorn/client';
import type { Command } from '../command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { userName, withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';

/** Conversations per request. */
const PAGE = 200;

export const conversationsCommand: Command = {
  name: 'conversations',
  summary: 'List your conversations, newest first, with what is unread.',
  usages: [''],
  options: {},
  positionals: [0, 0],
  run: (context) =>
    withClient(context, 'conversations', async (client) => {
      for await (const conversation of listConversations(client)) {
        const { id, kind, unread, mentions, head, peer, left } = conversation;
        const title = await titleOf(client, conversation);
        const numbers = [
          ...(unread > 0 ? [`${unread} unread`] : []),
          ...(mentions > 0 ? [`${mentions} for you`] : []),
        ].join(', ');
        const columns = [id, kind, sanitiseLine(title), ...(numbers === '' ? [] : [numbers])];
        await context.output.result(
          { conversation: id, kind, title, peer, unread, mentions, head, left },
          [...columns, ...(left ? ['left'] : [])].join('\t'),
        );
      }
      return EXIT_CODES.ok.code;
    }),
};

/** All conversations of the user, by last activity, newest first, without an empty inbox. */
export async function* listConversations(client: Client): AsyncGenerator<Conversation> {
  const listed = new Set<number>();
  for (let cursor = '', isLast = false; ;) {
    const page = await client.call('listConversations', { cursor, limit: PAGE, byActivity: true });
    for (const conversation of page.conversations) {
      if (listed.has(conversation.id)) continue;
      listed.add(conversation.id);
      if (conversation.kind !== 'inbox' || conversation.head > 0) yield conversation;
    }
    if (isLast || (cursor === '' && page.next === '')) return;
    // What became active between two pages has moved to the first one, which is read once more.
    isLast = page.next === '';
    cursor = page.next;
  }
}

/** The title for display. */
export async function titleOf(client: Client, { kind, title, peer }: Conversation): Promise<string> {
  switch (kind) {
    case 'direct':
      return userName(client, peer);
    case 'inbox':
      return 'Inbox';
    case 'group':
    case 'room':
      return title;
    case 'unspecified':
      throw new PosthornError('INTERNAL', 'a conversation of no known kind');
  }
}
