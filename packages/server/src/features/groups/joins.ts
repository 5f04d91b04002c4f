/**
 * Who asks to join a group: listed for those who may invite, and told to its admins.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ContentInit, DoneInit, EventInit, JoinsInit, ListJoins, SettleJoin } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf, idCursor, nextCursor, pageLimit, serverClientId } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { writeInInbox } from '../accounts/inbox.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { changeGroup } from './changes.ts';
import { currentGroup } from './groups.ts';
import * as joinQueries from './join-queries.ts';
import type { JoinRecord } from './join-queries.ts';
import { GROUP_OPTIONS } from './options.ts';
import { asHolder, assertNotClosed, assertRoom } from './permissions.ts';

const DAY_MS = 86_400_000;
/** Admins who are told. */
const MAX_TOLD = 20;

export async function listJoins(services: Services, caller: Caller, request: ListJoins): Promise<JoinsInit> {
  const { conversation, cursor } = request;
  await asInviter(services, caller, conversation);
  const limit = pageLimit(request.limit);
  const found = await services.store.run(joinQueries.joins, conversation, idCursor(cursor), limit);
  const joins = found.map(({ user, time, text }) => ({ user, time, text }));
  return { joins, next: nextCursor(found, limit, ({ id }) => id) };
}

export async function settleJoin(services: Services, caller: Caller, request: SettleJoin): Promise<DoneInit> {
  const { conversation, user, accept, clientId } = request;
  const { user: self } = sessionOf(caller);
  if (user === self && !accept) {
    await services.store.run(joinQueries.forgetJoins, conversation, [user]);
    return {};
  }
  if (accept) return admit(services, caller, { conversation, user, clientId });
  const title = await asInviter(services, caller, conversation);
  const [asker] = await services.store.run(userQueries.usersByIds, [user]);
  if (asker === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  await writeInInbox(services, {
    sender: self,
    inbox: asker.inbox,
    clientId: clientIdOf(services, clientId),
    content: eventOf({ kind: 'join-refused', conversation, title }),
    effect: { type: 'refuse-join', group: conversation, user },
  });
  return {};
}

/**
 * Tells the admins of a group that somebody asks to join. Nobody is told twice on a day, however often somebody takes back
 * what they have asked, or is refused, and asks again.
 */
export async function tellManagers(services: Services, join: JoinRecord, title: string): Promise<void> {
  const { conversation, user: sender, time } = join;
  const managers = await services.store.run(joinQueries.managers, conversation, MAX_TOLD);
  const told = managers.map(({ user, inbox }) =>
    writeInInbox(services, {
      sender,
      inbox,
      clientId: serverClientId(`join-${conversation}-${user}-${Math.floor(time / DAY_MS)}`),
      content: eventOf({ kind: 'join-asked', conversation, title }),
    }),
  );
  for (const outcome of await Promise.allSettled(told)) {
    if (outcome.status === 'rejected' && !isRepeat(outcome.reason)) throw outcome.reason;
  }
}

/** They were told under another title of the group. */
function isRepeat(error: unknown): boolean {
  return error instanceof PosthornError && error.code === 'CONFLICT';
}

async function admit(
  services: Services,
  caller: Caller,
  { conversation, user, clientId }: Pick<SettleJoin, 'conversation' | 'user' | 'clientId'>,
): Promise<DoneInit> {
  const { maxGroupMembers } = optionsOf(services.config.options, GROUP_OPTIONS);
  await changeGroup(services, caller, {
    conversation,
    clientId,
    event: { kind: 'added', users: [user] },
    about: [user],
    affects: [user],
    rule: (cached, member) => {
      asHolder(cached, member, 'invite');
      assertNotClosed(cached);
      assertRoom(cached, 1, maxGroupMembers);
      return { type: 'admit', user };
    },
  });
  return {};
}

/** Returns the title of the group. Throws NOT_A_MEMBER or FORBIDDEN unless the caller may invite. */
async function asInviter(services: Services, caller: Caller, conversation: number): Promise<string> {
  const { user } = sessionOf(caller);
  const cached = await currentGroup(services, conversation, user);
  asHolder(cached, cached.members.get(user), 'invite');
  return cached.record.title;
}

function eventOf(event: EventInit): ContentInit {
  return { kind: { case: 'event', value: event } };
}
