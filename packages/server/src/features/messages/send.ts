/**
 * Sending messages: which content is allowed, where, and from whom.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Content, Send } from '@posthorn/protocol';
import type { MemberRecord } from '../../store/log/records.ts';
import type { Committed } from '../../pipeline/waiting.ts';
import type { Author, Rule, Submission } from '../../pipeline/submission.ts';
import type { Contents } from '../../router/contents.ts';
import { sentMessage } from '../../store/log/append.ts';
import { allOf } from '../../store/log/effects.ts';
import { sessionOf } from '../../router/caller.ts';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import type { Destination } from '../../pipeline/held-sends.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { blocked, notAMember } from '../../pipeline/refusals.ts';
import type { PaceEffect } from '../../store/log/pace.ts';
import { filledIn, isToFillIn } from './attachments.ts';
import { mentionOnline, mentionsOnline } from './here.ts';
import { isAtLeast } from '../../store/log/group-settings.ts';

/** Send: resolves once the message is committed. Returns an immediate refusal. */
export function send(services: Services, caller: Caller, request: Send): Promise<Committed> | PosthornError {
  return request.content !== undefined && isToFillIn(request.content)
    ? sendFilledIn(services, caller, request)
    : sendWhole(services, caller, request);
}

/** What is sent meanwhile comes before it. */
async function sendFilledIn(services: Services, caller: Caller, request: Send): Promise<Committed> {
  const content = await filledIn(services, request.content);
  const earlier =
    content !== undefined && isToFillIn(content) ? await erasedBefore(services, caller, request) : undefined;
  if (earlier !== undefined) return earlier;
  const sent = sendWhole(services, caller, { ...request, content });
  if (sent instanceof PosthornError) throw sent;
  return sent;
}

/**
 * What was sent under this client id, if it has been erased since, and the files with it: then it cannot be filled in again as it was,
 * and is taken for the same (promise 2).
 */
async function erasedBefore(
  { store, conversations }: Services,
  caller: Caller,
  { clientId, target }: Send,
): Promise<Committed | undefined> {
  const { user } = sessionOf(caller);
  const found = clientId === '' ? undefined : await store.run(sentMessage, user, clientId);
  if (found === undefined || target === undefined || found.digest === null) return undefined;
  const { conversation, seq, time } = found;
  const wanted =
    target.case === 'conversation' ? target.value : await conversations.direct(user, target.value);
  return conversation === wanted ? { conversation, seq, time } : undefined;
}

function sendWhole(services: Services, caller: Caller, request: Send): Promise<Committed> | PosthornError {
  const session = sessionOf(caller);
  const { target, content } = request;
  if (target === undefined) throw new PosthornError('INVALID', 'say where to: a conversation or a user');
  if (target.case === 'user' && target.value === session.user) {
    throw new PosthornError('INVALID', 'a direct conversation needs somebody else', {
      reason: 'direct-with-yourself',
    });
  }
  const { append } = services;
  const { connection, sequence = connection } = caller;
  const place = { sender: session.user, connection, sequence, order: request.order };
  const destination = destinationOf(target);
  const refusal = append.refusal(place, destination);
  if (refusal !== undefined) return refusal;
  const checked = checkedContent(services.contents, content);
  const sent = append.take({
    ...place,
    ...destination,
    clientId: clientIdOf(services, request.clientId),
    content: checked,
    author: session,
    rule: ruleFor(services, checked, session),
  });
  if (!mentionsOnline(checked)) return sent;
  return sent.then((committed) =>
    mentionOnline(services, { sender: session.user, content: checked, committed }),
  );
}

function destinationOf({ case: kind, value }: NonNullable<Send['target']>): Destination {
  return { conversation: kind === 'conversation' ? value : 0, peer: kind === 'user' ? value : 0 };
}

/** Checks content from a client. Throws INVALID or TOO_LARGE. */
export function checkedContent(contents: Contents, content: Content | undefined): Content {
  if (content === undefined || isEmpty(content)) {
    throw new PosthornError('INVALID', 'the message is empty', { reason: 'message-empty' });
  }
  // A UTF-16 unit takes at most three bytes, so most texts need not be measured.
  if (
    content.text.length * 3 > LIMITS.maxTextBytes &&
    Buffer.byteLength(content.text) > LIMITS.maxTextBytes
  ) {
    throw new PosthornError('TOO_LARGE', `the text is longer than ${LIMITS.maxTextBytes} bytes`, {
      reason: 'message-too-long',
    });
  }
  if (content.mentions.length > LIMITS.maxMentions) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxMentions} users can be mentioned`, {
      reason: 'too-many-mentions',
    });
  }
  if (content.forward !== undefined) {
    throw new PosthornError('INVALID', 'the server alone says that a message was forwarded: ForwardMessages');
  }
  if (content.author !== undefined) {
    throw new PosthornError('INVALID', 'the server alone says who says something besides its users');
  }
  contents.check(content);
  return content;
}

function isEmpty({ text, kind, attachments }: Content): boolean {
  return text === '' && kind === undefined && attachments.length === 0;
}

/** The rule for this content: may the sender write, and which effect is committed with the message? */
export function ruleFor(
  { contents, config }: Pick<Services, 'contents' | 'config'>,
  content: Content,
  { admin: isAdministrator, bot: isBot }: Pick<Author, 'admin' | 'bot'>,
): Rule {
  const may = contents.isEntry(content) ? mayAct : maySend;
  return (cached, member, submission) => {
    // It comes first, since it alone may be impossible besides the kind's own.
    const pace = may(cached, member, submission);
    const sending = { submission, cached, member, isAdministrator, isBot, options: config.options };
    const effects = contents.effectsOf(content, sending);
    return effects.length === 0 ? pace : allOf([pace, ...effects]);
  };
}

/** Throws unless the sender may say something in the conversation. In slow mode they may do it only so often. */
export function maySend(
  cached: CachedConversation,
  member: MemberRecord | undefined,
  submission: Pick<Submission, 'sender'>,
): PaceEffect | undefined {
  mayAct(cached, member, submission);
  const { kind, settings } = cached.record;
  if (kind !== 'group' || member === undefined) return undefined;
  if (!isAtLeast(member.role, settings.write)) {
    throw new PosthornError('MUTED', 'not everybody may write in this group', { reason: 'writers-only' });
  }
  const isSlowed = settings.slowModeS > 0 && member.role === 'member';
  return isSlowed ? { type: 'pace', gapMs: settings.slowModeS * 1000 } : undefined;
}

/** Throws unless the sender may take part in the conversation, at least by what changes other messages. */
export function mayAct(
  { record, refusing }: CachedConversation,
  member: MemberRecord | undefined,
  { sender }: Pick<Submission, 'sender'>,
): undefined {
  switch (record.kind) {
    case 'room':
      return undefined;
    case 'inbox':
      // To others, an inbox must look as if it did not exist.
      throw record.users.includes(sender)
        ? new PosthornError('FORBIDDEN', 'the server alone writes into an inbox')
        : notAMember();
    case 'direct':
      if (!record.users.includes(sender) || record.departed.includes(sender)) {
        throw notAMember();
      }
      if (record.departed.length > 0)
        throw new PosthornError('NOT_FOUND', 'the account of the other one is gone', {
          reason: 'account-gone',
        });
      if (record.blockedBy.length > 0 || refusing.some((user) => user !== sender)) throw blocked();
      return undefined;
    case 'group':
      if (member === undefined) throw notAMember();
      if (record.settings.closed)
        throw new PosthornError('FORBIDDEN', 'the group is closed', { reason: 'group-closed' });
      if (member.silenced)
        throw new PosthornError('MUTED', 'an administrator of the group has silenced you', {
          reason: 'silenced',
        });
      return undefined;
  }
}
