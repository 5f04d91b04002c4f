/**
 * Who is mentioned because they are online (MENTION_ALL_ONLINE). That is asked once the message is committed and before its
 * ack: it takes a moment, in which later messages of the sender must not be held up or pass by (promise 4). A retry asks
 * again.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import type { Committed } from '../../pipeline/waiting.ts';
import { isOnline, onlinePage } from '../../router/online.ts';
import type { Services } from '../../router/services.ts';
import type { ConversationRecord } from '../../store/log/records.ts';
import { addMentions, memberIds } from '../../store/log/mentions.ts';

/** Members of a group up to which those who are online can be mentioned. In a room so many of them are. */
export const MAX_HERE = 1000;
/** Users who are asked after at once. */
const AT_ONCE = 100;

/** Whether a message mentions those who are online, or edits one so that it does. */
export function mentionsOnline({ mentionAll, kind }: Content): boolean {
  return mentionAll === 'online' || (kind?.case === 'edit' && kind.value.mentionAll === 'online');
}

/** Resolves when those who are online are mentioned in a message that was committed. */
export async function mentionOnline(
  services: Services,
  {
    sender,
    content,
    committed,
  }: { readonly sender: number; readonly content: Content; readonly committed: Committed },
): Promise<Committed> {
  const { conversation } = committed;
  const seq = content.kind?.case === 'edit' ? content.kind.value.target : committed.seq;
  const cached = await services.conversations.current(conversation, []);
  if (cached === undefined) return committed;
  const users = await onlineIn(services, cached.record);
  await services.store.run(addMentions, { conversation, seq, sender }, users);
  return committed;
}

async function onlineIn(
  services: Services,
  { id, kind, users }: ConversationRecord,
): Promise<readonly number[]> {
  if (kind === 'room') {
    const page = await onlinePage(services, { prefix: '', after: '', limit: MAX_HERE });
    return page.map(([, user]) => user);
  }
  const members = kind === 'group' ? await services.store.run(memberIds, id, MAX_HERE) : users;
  const online: number[] = [];
  for (let at = 0; at < members.length; at += AT_ONCE) {
    const asked = members.slice(at, at + AT_ONCE);
    const answers = await Promise.all(asked.map((user) => isOnline(services, user)));
    online.push(...asked.filter((_, index) => answers[index]));
  }
  return online;
}
