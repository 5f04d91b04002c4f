/**
 * Changes of a group. Each commits an event to the group’s log together with the change.
 *
 * @module
 */
import { encodeContent } from '@posthorn/protocol';
import type { AckInit, ContentInit, EventInit } from '@posthorn/protocol';
import type { Rule } from '../../pipeline/submission.ts';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';

export interface GroupChange {
  readonly conversation: number;
  /** As sent by the client. May be empty. */
  readonly clientId: string;
  readonly event: EventInit;
  /** Users whose membership the rule needs, besides the caller. */
  readonly about?: readonly number[];
  /** Users who join or leave. */
  readonly affects?: readonly number[];
  readonly rule: Rule;
}

/** A change that the caller makes. Resolves when the change and its event are committed. */
export function changeGroup(services: Services, caller: Caller, change: GroupChange): Promise<AckInit> {
  return submitChange(services, sessionOf(caller).user, change);
}

/** The same in the name of `sender`. */
export function submitChange(services: Services, sender: number, change: GroupChange): Promise<AckInit> {
  const { conversation, clientId, event, about, affects, rule } = change;
  return services.append.submit({
    sender,
    // Unlike the sender of a text, the caller gets the push too: the ack does not contain the event.
    connection: 0,
    sequence: 0,
    conversation,
    peer: 0,
    clientId: clientIdOf(services, clientId),
    order: 0,
    content: eventContent(event),
    ...(about !== undefined && { about }),
    ...(affects !== undefined && { affects }),
    rule,
  });
}

/** Encodes the content of an event message. */
export function encodeEvent(event: EventInit): Uint8Array {
  return encodeContent(eventContent(event));
}

function eventContent(event: EventInit): ContentInit {
  return { kind: { case: 'event', value: event } };
}
