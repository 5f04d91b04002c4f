/**
 * Handles what is published on `user.<id>`. A gateway subscribes to it for each user with a connection here.
 *
 * @module
 */
import { errorName, PosthornError } from '@posthorn/protocol';
import type { Bus } from '../bus/bus.ts';
import { userSubject } from '../bus/subjects.ts';
import type { Clock } from '../clock.ts';
import { decodeEnvelope, encodeEnvelope, encodeOnlineAnswer } from '../generated/bus.ts';
import type { Fence, SessionEnded, MembershipChanged } from '../generated/bus.ts';
import type { Connection } from './connection.ts';
import type { LocalGroups } from './groups.ts';
import type { Presence } from './presence.ts';
import { headOf, headsIn, outgoing, pushToUser } from './pushes.ts';
import type { Review } from './review.ts';
import { slotsOf } from './users.ts';
import type { LocalUser, UserListener } from './users.ts';

export interface UserSubjectParts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly groups: LocalGroups;
  readonly presence: Presence;
  readonly review: Review;
}

export function onUserSubject(parts: UserSubjectParts): UserListener {
  return (user, data, reply) => {
    const { body } = decodeEnvelope(data);
    if (body?.case === 'onlineQuery')
      reply?.(encodeOnlineAnswer({ slots: user === undefined ? [] : slotsOf(user) }));
    if (user === undefined) return;
    switch (body?.case) {
      case 'push':
        pushToUser(user, outgoing(body.value.frame), body.value.origin);
        return;
      case 'note':
        if (body.value.exceptUser !== user.id)
          pushToUser(user, outgoing(body.value.frame), body.value.origin);
        return;
      case 'advert':
        pushToUser(user, headsIn(body.value));
        return;
      case 'fence':
        closeReplaced(parts.bus, user, body.value);
        return;
      case 'sessionEnded':
        closeEnded(parts.clock, user, body.value);
        return;
      case 'wireTaken':
        for (const connection of user.connections) connection.wireTaken(body.value);
        return;
      case 'membershipChanged':
        learnMembership(parts, user, body.value);
        return;
      case 'blocked':
        for (const connection of user.connections) parts.presence.unwatch(connection, body.value.other);
        return;
      default:
    }
  };
}

function learnMembership(
  { groups, review }: UserSubjectParts,
  user: LocalUser,
  { conversation, version, seq }: MembershipChanged,
): void {
  if (conversation === 0) {
    void review.one(user);
    return;
  }
  void groups.membershipChanged(conversation, user, version);
  if (seq > 0) pushToUser(user, headOf(conversation, seq));
}

function closeReplaced(bus: Bus, user: LocalUser, { slot, fence }: Fence): void {
  for (const connection of user.connections) {
    if (connection.slot !== slot) continue;
    if (connection.fence < fence) {
      connection.end(new PosthornError('REPLACED', 'another login took the place of this one'));
    } else if (connection.fence > fence) {
      // An older login does not know of this newer one yet: announce it again.
      bus.publish(
        userSubject(user.id),
        encodeEnvelope({ body: { case: 'fence', value: { slot, fence: connection.fence } } }),
      );
    }
  }
}

function closeEnded(clock: Clock, user: LocalUser, { session, except, code }: SessionEnded): void {
  const error = new PosthornError(errorName(code), 'this session was ended');
  for (const connection of user.connections) {
    const id = connection.caller.session?.id;
    if (session === 0 ? id !== except : id === session) endAnswered(clock, connection, error);
  }
}

/** Ends a connection once its requests are answered, so that a client learns that its logout worked. Waits briefly. */
function endAnswered(clock: Clock, connection: Connection, error: PosthornError, tries = 20): void {
  clock.afterTurn(() => {
    if (connection.inFlight === 0 || tries === 0) connection.end(error);
    else clock.after(ANSWER_WAIT_MS, () => endAnswered(clock, connection, error, tries - 1));
  });
}

/** In a cluster the answer and the end of the session arrive on different ways. */
const ANSWER_WAIT_MS = 25;
