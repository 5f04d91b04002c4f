/**
 * What comes on `group.<id>`, for groups and for rooms.
 *
 * @module
 */
import type { BusHandler } from '../bus/bus.ts';
import { idIn } from '../bus/subjects.ts';
import { decodeEnvelope } from '../generated/bus.ts';
import type { Advert } from '../generated/bus.ts';
import type { OutgoingPush } from '../protocols/protocol.ts';
import { outgoing } from './pushes.ts';

/** A committed message on its way into a group. */
export interface GroupPush {
  readonly push: OutgoingPush;
  /** The version of the group that it was written as of. */
  readonly version: number;
  /** The connection that has sent it; 0: none. */
  readonly origin: number;
  readonly seq: number;
}

/** Something fleeting on its way into a group. */
export interface GroupNote {
  readonly push: OutgoingPush;
  readonly version: number;
  readonly origin: number;
  /** A user who must not get it; 0: none. */
  readonly exceptUser: number;
}

/** Those who hold members of conversations. */
export interface GroupListener {
  push(id: number, push: GroupPush): void;
  note(id: number, note: GroupNote): void;
  advert(id: number, advert: Advert): void;
}

/** One function for all subjects, so that a subscription costs little. */
export function onGroupSubject(listener: GroupListener): BusHandler {
  return (data, subject) => {
    const { body } = decodeEnvelope(data);
    switch (body?.case) {
      case 'push': {
        const { frame, version, origin, seq } = body.value;
        listener.push(idIn(subject), { push: outgoing(frame), version, origin, seq });
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
