/**
 * What comes from the bus, and to which connections here it goes.
 *
 * @module
 */
import { decodeServerFrame, errorName, packServerFrame, PosthornError } from '@posthorn/protocol';
import type { ServerFrame, ServerFrameInit } from '@posthorn/protocol';
import type { Bus, BusHandler } from '../bus/bus.ts';
import { userSubject } from '../bus/subjects.ts';
import type { Clock } from '../clock.ts';
import { decodeEnvelope, encodeEnvelope, encodeOnlineAnswer, encodeOnlineNames } from '../generated/bus.ts';
import type {
  Advert,
  Fence,
  HeldSlotInit,
  Note,
  OnlineList,
  Push,
  SessionEnded,
  StandingChanged,
} from '../generated/bus.ts';
import type { Logger } from '../logger.ts';
import type { OutgoingPush } from '../protocols/protocol.ts';
import type { Connection } from './connection.ts';
import type { HeldGroups } from './groups.ts';
import type { Presence } from './presence.ts';
import type { Rooms } from './rooms.ts';
import type { HeldUser, HeldUsers } from './users.ts';

export interface InboundParts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly users: HeldUsers;
  readonly groups: HeldGroups;
  readonly rooms: Rooms;
  readonly presence: Presence;
  readonly connectionCount: () => number;
  /** Compares all the groups of a user with the store, and lets their clients sync. Never rejects. */
  readonly review: (user: HeldUser) => Promise<void>;
}

/** A push for local connections; decoded once, and only if a protocol needs it. */
export function outgoing(frame: Uint8Array): OutgoingPush {
  let decoded: ServerFrame | undefined;
  return { frame, decode: () => (decoded ??= decodeServerFrame(withoutLength(frame))) };
}

function withoutLength(frame: Uint8Array): Uint8Array {
  let start = 0;
  while ((frame[start] ?? 0) > 127) start++;
  return frame.subarray(start + 1);
}

/** What serves each kind of subject; one function per kind, so that a subscription costs little. */
export type InboundHandlers = Readonly<Record<'user' | 'group' | 'presence' | 'gateways', BusHandler>>;

/** `parts` is asked at each delivery, because the parts themselves subscribe with these handlers. */
export function inboundHandlers(parts: () => InboundParts): InboundHandlers {
  return {
    user: onUserSubject(parts),
    group: onGroupSubject(parts),
    presence: onPresenceSubject(parts),
    gateways: onGatewaysSubject(parts),
  };
}

/** `user.<id>`. */
function onUserSubject(partsNow: () => InboundParts): BusHandler {
  return (data, subject, reply) => {
    const parts = partsNow();
    const user = parts.users.get(idOf(subject));
    const { body } = decodeEnvelope(data);
    if (user === undefined || body === undefined) return;
    switch (body.case) {
      case 'push':
        toUser(user, outgoing(body.value.frame), body.value.origin);
        return;
      case 'note':
        if (body.value.exceptUser !== user.id) toUser(user, outgoing(body.value.frame), body.value.origin);
        return;
      case 'advert':
        toUser(user, heads(body.value), 0);
        return;
      case 'fence':
        closeReplaced(parts.bus, user, body.value);
        return;
      case 'sessionEnded':
        closeEnded(parts.clock, user, body.value);
        return;
      case 'standingChanged':
        learnStanding(parts, user, body.value);
        return;
      case 'onlineQuery':
        reply?.(encodeOnlineAnswer({ slots: user.connections.map(heldSlot) }));
        return;
      case 'blocked':
        for (const connection of user.connections) parts.presence.unwatch(connection, body.value.other);
        return;
      case 'onlineList':
        return;
    }
  };
}

function learnStanding(
  { groups, review }: InboundParts,
  user: HeldUser,
  { conversation, version, seq }: StandingChanged,
): void {
  if (conversation === 0) {
    void review(user);
    return;
  }
  void groups.standingChanged(conversation, user, version);
  if (seq > 0) toUser(user, headOf({ conversation, seq }), 0);
}

function heldSlot({ slot, fence, caller }: Connection): HeldSlotInit {
  return { slot, fence, session: caller.session?.id ?? 0 };
}

/** `group.<id>`, for groups and rooms. */
function onGroupSubject(partsNow: () => InboundParts): BusHandler {
  return (data, subject) => {
    const parts = partsNow();
    const id = idOf(subject);
    const { body } = decodeEnvelope(data);
    switch (body?.case) {
      case 'push':
        pushToGroup(parts, id, body.value);
        return;
      case 'note':
        noteToGroup(parts, id, body.value);
        return;
      case 'advert':
        advertToGroup(parts, id, body.value);
        return;
      default:
        return;
    }
  };
}

/** `presence.<id>`. */
function onPresenceSubject(parts: () => InboundParts): BusHandler {
  return (data, subject) => {
    const { body } = decodeEnvelope(data);
    if (body?.case !== 'note') return;
    const push = outgoing(body.value.frame);
    const { body: note } = push.decode();
    const { presence } = parts();
    if (note?.case === 'presenceNote') presence.heard(note.value.user, note.value.online);
    for (const connection of presence.watchers(idOf(subject))) connection.push(push);
  };
}

/** `gateways`. */
function onGatewaysSubject(parts: () => InboundParts): BusHandler {
  return (data, _subject, reply) => {
    const { body } = decodeEnvelope(data);
    if (body?.case === 'onlineList') reply?.(encodeOnlineNames(onlineNames(parts(), body.value)));
    if (body?.case !== 'onlineQuery') return;
    const held = parts().users.get(body.value.user)?.connections ?? [];
    reply?.(encodeOnlineAnswer({ slots: held.map(heldSlot) }));
  };
}

function onlineNames(
  { users, connectionCount }: InboundParts,
  { prefix, after, limit }: OnlineList,
): Parameters<typeof encodeOnlineNames>[0] {
  const names: { user: number; nameKey: string }[] = [];
  if (limit > 0) {
    for (const { id, nameKey } of users.all()) {
      if (nameKey.startsWith(prefix) && nameKey > after) names.push({ user: id, nameKey });
    }
    names.sort((a, b) => (a.nameKey < b.nameKey ? -1 : 1));
  }
  return { users: names.slice(0, limit), connections: connectionCount() };
}

function pushToGroup(
  { groups, rooms }: InboundParts,
  id: number,
  { frame, version, origin, seq }: Push,
): void {
  const push = outgoing(frame);
  if (rooms.has(id)) toAll(rooms.connections, push, origin);
  else groups.push(id, { push, version, origin, seq });
}

function noteToGroup({ groups, rooms }: InboundParts, id: number, note: Note): void {
  const push = outgoing(note.frame);
  if (rooms.has(id)) {
    for (const connection of rooms.connections) {
      if (connection.caller.session?.user !== note.exceptUser && connection.id !== note.origin)
        connection.push(push);
    }
    return;
  }
  for (const user of groups.membersAt(id, note.version)) {
    if (user.id !== note.exceptUser) toUser(user, push, note.origin);
  }
}

function advertToGroup({ groups, rooms }: InboundParts, id: number, advert: Advert): void {
  const push = heads(advert);
  if (rooms.has(id)) {
    toAll(rooms.connections, push, 0);
    return;
  }
  for (const { seq, version } of advert.heads) {
    for (const user of groups.missing(id, seq, version)) toUser(user, push, 0);
  }
}

/** The frame that tells a client how far conversations have come. */
function heads({ heads: list }: Advert): OutgoingPush {
  return encoded({
    body: { case: 'heads', value: { heads: list.map(({ conversation, seq }) => ({ conversation, seq })) } },
  });
}

/** The same for one conversation. */
export function headOf({
  conversation,
  seq,
}: {
  readonly conversation: number;
  readonly seq: number;
}): OutgoingPush {
  return encoded({ body: { case: 'heads', value: { heads: [{ conversation, seq }] } } });
}

/** A push made here. */
export function encoded(frame: ServerFrameInit): OutgoingPush {
  return outgoing(packServerFrame(frame));
}

/** To all connections of a user but the one it came from. */
export function toUser(user: HeldUser, push: OutgoingPush, origin: number): void {
  toAll(user.connections, push, origin);
}

function toAll(connections: Iterable<Connection>, push: OutgoingPush, origin: number): void {
  for (const connection of connections) if (connection.id !== origin) connection.push(push);
}

function closeReplaced(bus: Bus, user: HeldUser, { slot, fence }: Fence): void {
  for (const connection of user.connections) {
    if (connection.slot !== slot) continue;
    if (connection.fence < fence) {
      connection.end(new PosthornError('REPLACED', 'another login took the place of this one'));
    } else if (connection.fence > fence) {
      // An older login came later than the news of ours: tell it.
      bus.publish(
        userSubject(user.id),
        encodeEnvelope({ body: { case: 'fence', value: { slot, fence: connection.fence } } }),
      );
    }
  }
}

function closeEnded(clock: Clock, user: HeldUser, { session, except, code }: SessionEnded): void {
  const error = new PosthornError(errorName(code), 'this session was ended');
  for (const connection of user.connections) {
    const id = connection.caller.session?.id;
    if (session === 0 ? id !== except : id === session) endAnswered(clock, connection, error);
  }
}

/** Ends it when its requests are answered: who has just logged out hears that it worked. Not waiting for long. */
function endAnswered(clock: Clock, connection: Connection, error: PosthornError, tries = 20): void {
  clock.afterTurn(() => {
    if (connection.inFlight === 0 || tries === 0) connection.end(error);
    else clock.after(ANSWER_WAIT_MS, () => endAnswered(clock, connection, error, tries - 1));
  });
}

/** In a cluster the answer comes another way than the end of the session. */
const ANSWER_WAIT_MS = 25;

function idOf(subject: string): number {
  return Number(subject.slice(subject.indexOf('.') + 1));
}
