/**
 * Handles messages on `group.<id>`, for groups and rooms.
 *
 * @module
 */
import type { BusHandler } from '../bus/bus.ts';
import { idIn } from '../bus/subjects.ts';
import { decodeEnvelope } from '../generated/bus.ts';
import type { Advert } from '../generated/bus.ts';
import type { OutgoingPush } from '../protocols/protocol.ts';
import { outgoing } from './pushes.ts';

/** A committed message for the members of a group or room. */
export interface GroupPush {
  readonly push: OutgoingPush;
  /** The group's version when the message was committed. */
  readonly version: number;
  /** The sender's connection, which gets the ack instead; 0: none. */
  readonly origin: number;
  readonly seq: number;
  /** The version before, if the message has changed it; otherwise 0. */
  readonly since: number;
  /** Users who have joined or left with the message. */
  readonly affected: readonly number[];
}

/** Typing, receipts and the like for the members of a group or room. */
export interface GroupNote {
  readonly push: OutgoingPush;
  readonly version: number;
  readonly origin: number;
  /** A user who must not get it; 0: none. */
  readonly exceptUser: number;
}

/** Receives what is published for a group or room. */
export interface GroupListener {
  push(id: number, push: GroupPush): void;
  note(id: number, note: GroupNote): void;
  advert(id: number, advert: Advert): void;
}

/** One handler serves all subjects, so a subscription costs little memory. */
export function onGroupSubject(listener: GroupListener): BusHandler {
  return (data, subject) => {
    const { body } = decodeEnvelope(data);
    switch (body?.case) {
      case 'push': {
        const { frame, ...rest } = body.value;
        listener.push(idIn(subject), { push: outgoing(frame), ...rest });
        return;
      }
      case 'note': {
        const { frame, version, origin, exceptUser } = body.value;
        listener.note(idIn(subject), { push: outgoing(frame), version, origin, exceptUser });
        return;
      }
      case 'advert':
        listener.advert(idIn(subject), body.value);
        return;
      default:
    }
  };
}
