/**
 * Typing notes: sent to the other members, stored nowhere.
 *
 * @module
 */
import type { DoneInit, Typing } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import { maySend } from '../messages/send.ts';
import type { Services } from '../../router/services.ts';
import { notAMember } from '../../pipeline/refusals.ts';

/** In a larger group somebody always types, and each note would go to everybody online. */
const MAX_MEMBERS = 200;

/** Anybody who may write may show that they are typing. */
export async function typing(services: Services, caller: Caller, request: Typing): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  const { conversation, active } = request;
  const cached = await services.conversations.current(conversation, [user]);
  if (cached === undefined) throw notAMember();
  maySend(cached, cached.members.get(user), { sender: user });
  const { kind, memberCount } = cached.record;
  if (kind === 'group' && memberCount > MAX_MEMBERS) return {};
  services.publish.note(
    cached.record,
    { body: { case: 'typingNote', value: { conversation, user, active } } },
    { origin: caller.connection, exceptUser: user },
  );
  return {};
}
