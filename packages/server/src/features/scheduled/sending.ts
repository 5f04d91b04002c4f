/**
 * Sends what has come due. A router that dies in the middle leaves the rest to another one: the client id makes it one
 * message, however often it is sent.
 *
 * @module
 */
import { decodeContent, ERRORS, PosthornError } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import { dueDuty } from '../../pipeline/due-work.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import type { Due } from '../../store/due.ts';
import * as userQueries from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import { tellInInbox } from '../accounts/inbox.ts';
import * as scheduledQueries from './queries.ts';
import type { FailedScheduled, ScheduledRecord, Settled, TakenRecord, WaitingScheduled } from './records.ts';
import { mentionOnline, mentionsOnline } from '../messages/here.ts';
import { atOf, checkedMessage, submissionOf } from './scheduled.ts';

export function duties(services: Services): readonly Duty[] {
  const { store } = services;
  return [
    dueDuty(services, {
      name: 'scheduled',
      find: (page) => store.run(scheduledQueries.dueScheduled, page),
      carryOut: (rows) => sendDue(services, rows),
    }),
  ];
}

/** Refused with these, a message was not written; with other codes that can be retried it may have been. */
const NOT_WRITTEN: ReadonlySet<ErrorName> = new Set(['RATE_LIMITED', 'STORAGE_FULL', 'OVERLOADED']);
const LEAST_PAUSE_MS = 5000;

interface Attempt {
  readonly message: TakenRecord;
  /** Undefined: it was sent. */
  readonly refusal?: PosthornError;
}

/** Those that are refused for the moment wait, and are tried again. */
export async function sendDue(services: Services, rows: readonly Due[]): Promise<void> {
  const { store, clock, logger } = services;
  const ids = rows.map(({ id }) => id);
  const messages = await store.run(scheduledQueries.takeScheduled, ids, clock.now());
  if (messages.length === 0) return;
  const users = await usersOf(services, messages);
  const attempts = await Promise.all(
    messages.map((message) => attempt(services, message, users.get(message.user))),
  );
  for (const { message, refusal } of attempts) {
    if (refusal === undefined || refusal.canRetry) continue;
    await tell(services, message, refusal);
    const { id, user, conversation } = message;
    logger.info({ id, user, conversation, code: refusal.code }, 'a scheduled message was refused');
  }
  await store.run(scheduledQueries.settleScheduled, settled(attempts, clock.now()));
}

function settled(attempts: readonly Attempt[], now: number): Settled {
  const sent = attempts.filter(({ refusal }) => refusal === undefined).map(({ message }) => message.id);
  const [failed, waiting]: [FailedScheduled[], WaitingScheduled[]] = [[], []];
  for (const { message, refusal } of attempts) {
    if (refusal === undefined) continue;
    const { id, turn, isAlone } = message;
    const { code } = ERRORS[refusal.code];
    if (!refusal.canRetry) failed.push({ id, code });
    else if (NOT_WRITTEN.has(refusal.code))
      waiting.push({ id, code, turn, isAlone, due: now + Math.max(refusal.retryAfterMs, LEAST_PAUSE_MS) });
  }
  return { sent, failed, waiting };
}

async function usersOf(
  { store }: Services,
  messages: readonly TakenRecord[],
): Promise<ReadonlyMap<number, UserRecord>> {
  const ids = [...new Set(messages.map(({ user }) => user))];
  return new Map((await store.run(userQueries.usersByIds, ids)).map((user) => [user.id, user]));
}

async function attempt(
  services: Services,
  message: TakenRecord,
  user: UserRecord | undefined,
): Promise<Attempt> {
  try {
    if (user === undefined || user.disabled) {
      throw new PosthornError('ACCOUNT_DISABLED', 'the account is disabled');
    }
    const content = checkedMessage(services, decodeContent(message.content));
    const committed = await services.append.submit(
      submissionOf(services, { ...message, author: user, content }),
    );
    if (mentionsOnline(content)) await mentionOnline(services, { sender: user.id, content, committed });
    return { message };
  } catch (error) {
    if (error instanceof PosthornError) return { message, refusal: error };
    throw error;
  }
}

/** Before it is noted that it has failed: who dies in between tells it again, which changes nothing. */
function tell(
  services: Services,
  { id, user, due, wanted }: ScheduledRecord,
  refusal: PosthornError,
): Promise<void> {
  const when = new Date(atOf({ due, wanted })).toISOString().slice(0, 16).replace('T', ' ');
  return tellInInbox(services, {
    user,
    clientId: `scheduled-${id}-failed`,
    text: `The message that you scheduled for ${when} UTC was not sent: ${refusal.message}.`,
  });
}
