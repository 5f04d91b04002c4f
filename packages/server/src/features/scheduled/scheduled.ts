/**
 * Messages that are to be sent later: leaving them with the server, and changing them.
 *
 * @module
 */
import { encodeContent, PosthornError } from '@posthorn/protocol';
import type {
  ChangeScheduled,
  Content,
  DoneInit,
  ListScheduled,
  Schedule,
  ScheduledInit,
  ScheduledPageInit,
} from '@posthorn/protocol';
import { attachedFiles } from '../../store/files/attach.ts';
import type { Author, Submission } from '../../pipeline/submission.ts';
import { notAMember } from '../../pipeline/refusals.ts';
import { errorOf } from '../../pipeline/store-errors.ts';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf, idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { filledIn } from '../messages/attachments.ts';
import { checkedContent, ruleFor } from '../messages/send.ts';
import * as scheduledQueries from './queries.ts';
import type { ScheduledChange, ScheduledRecord } from './records.ts';

/** Of one user. */
const MAX_SCHEDULED = 100;
const MAX_AHEAD_MS = 366 * 86_400_000;
/** So many of the largest contents fit into one answer. */
export const MAX_PAGE = 20;

export async function schedule(
  services: Services,
  caller: Caller,
  request: Schedule,
): Promise<ScheduledInit> {
  const session = sessionOf(caller);
  const { user } = session;
  const content = checkedMessage(services, await filledIn(services, request.content));
  const due = checkedTime(services, request.at);
  const clientId = clientIdOf(services, request.clientId);
  const conversation = await conversationOf(services, user, request.target);
  const encoded = encodeContent(content);
  await assertMaySend(
    services,
    submissionOf(services, { user, author: session, conversation, clientId, content }),
  );
  const files = attachedFiles(content.attachments);
  const made = { user, conversation, clientId, content: encoded, due, files };
  const outcome = await services.store.run(scheduledQueries.createScheduled, made, MAX_SCHEDULED);
  switch (outcome.status) {
    case 'full':
      throw new PosthornError(
        'LIMIT_EXCEEDED',
        `you may have ${MAX_SCHEDULED} messages that are sent later`,
        { reason: 'too-many-scheduled' },
      );
    case 'conflict':
      throw new PosthornError('CONFLICT', 'this client id was used for another message', {
        reason: 'client-id-used',
      });
    case 'refused':
      throw errorOf(outcome.refusal);
    case 'made':
    case 'known':
      return toScheduled(outcome.record);
  }
}

export async function listScheduled(
  { store }: Services,
  caller: Caller,
  request: ListScheduled,
): Promise<ScheduledPageInit> {
  const limit = pageLimit(request.limit, MAX_PAGE);
  const after = idCursor(request.cursor);
  const found = await store.run(scheduledQueries.scheduledOf, sessionOf(caller).user, after, limit);
  return { scheduled: found.map(toScheduled), next: nextCursor(found, limit, ({ id }) => id) };
}

export async function changeScheduled(
  services: Services,
  caller: Caller,
  request: ChangeScheduled,
): Promise<DoneInit> {
  const { store, clock } = services;
  const { user } = sessionOf(caller);
  const { scheduled: id, at, content, cancel } = request;
  const outcome = cancel
    ? await store.run(scheduledQueries.cancelScheduled, user, id, clock.now())
    : await store.run(scheduledQueries.changeScheduled, user, id, {
        ...(at !== 0 && { due: checkedTime(services, at) }),
        ...(content !== undefined && said(checkedMessage(services, await filledIn(services, content)))),
      });
  if (typeof outcome === 'object') throw errorOf(outcome);
  switch (outcome) {
    case 'missing':
      throw new PosthornError('NOT_FOUND', 'there is no such message, or it was sent', {
        reason: 'scheduled-gone',
      });
    case 'taken':
      throw new PosthornError('CONFLICT', 'the message is being sent', { reason: 'scheduled-being-sent' });
    case 'failed':
      throw new PosthornError('CONFLICT', 'the message could not be sent; schedule another one', {
        reason: 'scheduled-failed',
      });
    case 'changed':
      return {};
  }
}

function said(content: Content): Pick<ScheduledChange, 'content' | 'files'> {
  return { content: encodeContent(content), files: attachedFiles(content.attachments) };
}

interface DueMessage extends Pick<ScheduledRecord, 'user' | 'conversation' | 'clientId'> {
  readonly author: Author;
  readonly content: Content;
}

/** A message of a user that is due. */
export function submissionOf(services: Services, message: DueMessage): Submission {
  const { user: sender, author, conversation, clientId, content } = message;
  return {
    sender,
    // No device of the sender has it yet.
    connection: 0,
    sequence: 0,
    conversation,
    peer: 0,
    clientId,
    order: 0,
    content,
    author,
    rule: ruleFor(services, content, author),
  };
}

/** Checks content that may be sent later. Throws INVALID or TOO_LARGE. */
export function checkedMessage({ contents }: Services, content: Content | undefined): Content {
  const checked = checkedContent(contents, content);
  if (contents.of(checked).counts) return checked;
  throw new PosthornError('INVALID', 'only what is a message by itself can be sent later', {
    reason: 'not-schedulable',
  });
}

/** Throws INVALID. */
function checkedTime({ clock }: Services, at: number): number {
  if (at === 0) throw new PosthornError('INVALID', 'say when: at');
  if (at > clock.now() + MAX_AHEAD_MS) {
    throw new PosthornError('INVALID', 'a message can be sent at most a year later', {
      reason: 'schedule-too-far',
    });
  }
  return at;
}

async function conversationOf(
  { conversations }: Services,
  user: number,
  target: Schedule['target'],
): Promise<number> {
  if (target === undefined) throw new PosthornError('INVALID', 'say where to: a conversation or a user');
  if (target.case === 'conversation') return target.value;
  if (target.value === user)
    throw new PosthornError('INVALID', 'a direct conversation needs somebody else', {
      reason: 'direct-with-yourself',
    });
  return conversations.direct(user, target.value);
}

/** Throws what a send would be refused with now. */
async function assertMaySend({ conversations }: Services, submission: Submission): Promise<void> {
  const { sender, conversation, rule } = submission;
  const cached = await conversations.current(conversation, [sender]);
  if (cached === undefined) throw notAMember();
  rule(cached, cached.members.get(sender), submission);
}

/** When its user wants it to be sent (Unix ms). */
export function atOf({ due, wanted }: Pick<ScheduledRecord, 'due' | 'wanted'>): number {
  return wanted > 0 ? wanted : due;
}

export function toScheduled({ failed, waiting, ...record }: ScheduledRecord): ScheduledInit {
  const { id, conversation, clientId, content } = record;
  return { id, conversation, at: atOf(record), content, clientId, refused: failed, waiting };
}
