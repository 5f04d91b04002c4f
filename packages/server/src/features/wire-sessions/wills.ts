/**
 * Wills: what is sent for a client that was lost. They are kept with the session that its connection has, so that they outlive
 * the gateway of that connection (docs/adr/0053).
 *
 * @module
 */
import { decodeSchedule, encodeSchedule, PosthornError } from '@posthorn/protocol';
import type { Schedule, TakeWireSession } from '@posthorn/protocol';
import { clientIdOf } from '../../router/ids.ts';
import type { CallerSession } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import type { Due } from '../../store/due.ts';
import { tellInInbox } from '../accounts/inbox.ts';
import { foldName } from '../accounts/names.ts';
import * as userQueries from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import { filledIn } from '../messages/attachments.ts';
import { checkedContent, send } from '../messages/send.ts';
import type { NewWill, WillName, WillRecord } from './records.ts';
import * as willQueries from './will-queries.ts';

/** The will of a connection that takes a session. Throws INVALID and TOO_LARGE for one that could never be sent. */
export async function willIn(
  services: Services,
  { will, node }: Pick<TakeWireSession, 'will' | 'node'>,
  expirySeconds: number,
): Promise<NewWill | undefined> {
  if (will === undefined) return undefined;
  const { target, at: delayMs } = will;
  if (target === undefined) throw new PosthornError('INVALID', 'say where to: a conversation or a user');
  const content = checkedContent(services.contents, await filledIn(services, will.content));
  if (!services.contents.of(content).counts)
    throw new PosthornError('INVALID', 'a will is a message by itself');
  const clientId = clientIdOf(services, will.clientId);
  return {
    node,
    // With its session, it is due at the latest [MQTT-3.1.3-9].
    delayMs: Math.min(delayMs, expirySeconds * 1000),
    message: encodeSchedule({ target, content, clientId }),
  };
}

/** Sends the will of a connection that was lost just now, if it has no delay. Never rejects. */
export async function sayWillOf(services: Services, name: WillName): Promise<void> {
  const { store, clock } = services;
  try {
    const due = await store.run(willQueries.dueWillOf, name, clock.now());
    if (due.length > 0) await sayWills(services, due);
  } catch {
    // The duty finds it too.
  }
}

/**
 * Sends wills that are due. Each has its client id, so it is one message however often it is sent. Those that are refused for
 * the moment stay, and are tried again.
 */
export async function sayWills(services: Services, due: readonly Due[]): Promise<void> {
  const { store } = services;
  const wills = await store.run(
    willQueries.willsById,
    due.map(({ id }) => id),
  );
  if (wills.length === 0) return;
  const ids = [...new Set(wills.map(({ user }) => user))];
  const users = new Map((await store.run(userQueries.usersByIds, ids)).map((user) => [user.id, user]));
  const settled = await Promise.all(
    wills.map(async (will) => ((await say(services, will, users.get(will.user))) ? [will.id] : [])),
  );
  const done = settled.flat();
  if (done.length > 0) await store.run(willQueries.removeWills, done);
}

/** Returns false if it may still be sent later on. */
async function say(services: Services, will: WillRecord, user: UserRecord | undefined): Promise<boolean> {
  const { id, message } = will;
  try {
    if (user === undefined || user.disabled)
      throw new PosthornError('ACCOUNT_DISABLED', 'the account is disabled');
    await sendAs(services, user, decodeSchedule(message));
    return true;
  } catch (error) {
    if (!(error instanceof PosthornError)) throw error;
    if (error.canRetry) return false;
    services.logger.info({ id, user: will.user, code: error.code }, 'a will was refused');
    const text = `The will of a client of yours was not sent: ${error.message}.`;
    await tellInInbox(services, { user: will.user, clientId: `will-${id}-failed`, text });
    return true;
  }
}

async function sendAs(
  services: Services,
  user: UserRecord,
  { target, content, clientId }: Schedule,
): Promise<void> {
  // No connection of theirs has it yet.
  const caller = { connection: 0, address: '', session: sessionFor(user) };
  const sent = send(services, caller, { target, content, clientId, order: 0 });
  if (sent instanceof PosthornError) throw sent;
  await sent;
}

/** With the rights that the user has now. */
function sessionFor({ id, name, admin, bot, inbox }: UserRecord): CallerSession {
  return {
    id: 0,
    user: id,
    name,
    nameKey: foldName(name),
    admin,
    bot,
    deviceId: '',
    deviceClass: 'unspecified',
    inbox,
  };
}
