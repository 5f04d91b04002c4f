/**
 * Asking about what users say: messages and edits, however they come here. Not about what has no words, like reactions.
 *
 * @module
 */
import { completeContent, encodeContent } from '@posthorn/protocol';
import type { Attachment, Content, ContentInit } from '@posthorn/protocol';
import type { BeforeSend } from '../../pipeline/before.ts';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { usersOf } from '../../pipeline/submission.ts';
import type { Submission } from '../../pipeline/submission.ts';
import type { BeforeParts } from '../../router/feature.ts';
import { sentMessage } from '../../store/log/append.ts';
import { checkedContent, ruleFor } from '../messages/send.ts';
import { idsIn, textIn } from './answer.ts';
import type { Fields } from './answer.ts';
import type { Asker } from './asker.ts';

const WITH_WORDS: ReadonlySet<string | undefined> = new Set([undefined, 'custom', 'poll', 'edit']);

export function beforeSends(parts: BeforeParts, asker: Asker): BeforeSend {
  return {
    asks: ({ author, content }) => author !== undefined && WITH_WORDS.has(content.kind?.case),
    async ask(submission, conversation) {
      const { sender, clientId, author } = submission;
      if (author === undefined) return undefined;
      // Both go the usual way, which knows the answer: a repeat is acked, and who may not write is told so.
      if ((await parts.store.run(sentMessage, sender, clientId)) !== undefined) return undefined;
      const cached = await permitted(parts, submission, conversation);
      if (cached === undefined) return undefined;
      const initial = completeContent(submission.content);
      const content = await asker.ask({
        event: 'send',
        initial,
        tell: (current) => told(submission, cached, current),
        change: (current, changes) => changed(parts, current, changes),
      });
      if (content === initial) return undefined;
      // The same words are no change.
      if (Buffer.compare(encodeContent(content), encodeContent(initial)) === 0) return undefined;
      const rule = submission.ruleFor?.(content) ?? ruleFor(parts, content, author);
      return { content, rule };
    },
  };
}

/** The conversation, if its sender may write there as far as is known. */
async function permitted(
  { conversations }: BeforeParts,
  submission: Submission,
  conversation: number,
): Promise<CachedConversation | undefined> {
  const users = usersOf(submission);
  const cached =
    conversations.peek(conversation, users) ?? (await conversations.current(conversation, users));
  if (cached === undefined) return undefined;
  try {
    submission.rule(cached, cached.members.get(submission.sender), submission);
    return cached;
  } catch {
    return undefined;
  }
}

function told(
  { sender, author, clientId }: Submission,
  { record }: CachedConversation,
  content: Content,
): Fields {
  return {
    user: sender,
    from: author?.name ?? '',
    ...(author?.admin === true && { admin: true }),
    ...(author?.bot === true && { bot: true }),
    conversation: record.id,
    conversationKind: record.kind,
    clientId,
    ...saidIn(content),
  };
}

function saidIn(content: Content): Fields {
  const { kind, replyTo, thread, attachments, forward } = content;
  const { text, mentions } = kind?.case === 'edit' ? kind.value : content;
  return {
    kind: kind?.case ?? 'text',
    text,
    ...(mentions.length > 0 && { mentions }),
    ...(replyTo > 0 && { replyTo }),
    ...(thread > 0 && { thread }),
    ...(forward !== undefined && { forwarded: true }),
    ...(attachments.length > 0 && { attachments: attachments.map(toldFile) }),
    ...ofKind(kind),
  };
}

function ofKind(kind: Content['kind']): Fields {
  switch (kind?.case) {
    case 'edit':
      return { target: kind.value.target };
    case 'poll':
      return { options: kind.value.options };
    case 'custom': {
      const { type, data } = kind.value;
      return { custom: { type, data: Buffer.from(data).toString('base64') } };
    }
    default:
      return {};
  }
}

function toldFile({ id, name, type, bytes, alt }: Attachment): Fields {
  return { id, name, type, bytes, ...(alt !== '' && { alt }) };
}

/** Throws a HookFault, INVALID, or TOO_LARGE. */
function changed({ contents }: BeforeParts, content: Content, changes: Fields): Content {
  const text = textIn(changes, 'text');
  const mentions = idsIn(changes, 'mentions');
  const words = { ...(text !== undefined && { text }), ...(mentions !== undefined && { mentions }) };
  const { kind, forward, author, ...rest } = content;
  const init: ContentInit =
    kind?.case === 'edit'
      ? { ...rest, kind: { case: 'edit', value: { ...kind.value, ...words } } }
      : { ...rest, ...words, ...(kind !== undefined && { kind }) };
  // Only the server says where a message was forwarded from, and who says it besides users; it has said so.
  const checked = checkedContent(contents, completeContent(init));
  return {
    ...checked,
    ...(forward !== undefined && { forward }),
    ...(author !== undefined && { author }),
  };
}
