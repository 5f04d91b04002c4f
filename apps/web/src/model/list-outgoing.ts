/**
 * What of this device is on its way, as the list of conversations shows it.
 *
 * @module
 */
import type { OutgoingMessage } from '@posthorn/client/engine';

export interface OnWay {
  /** Something waits, or something could not be sent. */
  readonly state: 'waiting' | 'failed' | undefined;
  /** The newest message that is not in the log, if there is one: it stands in for the last one. */
  readonly newest: OutgoingMessage | undefined;
  /** When it was sent. Unix ms by the server's clock; 0: there is none. */
  readonly time: number;
  /** Changes of messages. */
  readonly changes: readonly OutgoingMessage[];
}

/** By conversation. `clockOffsetMs`: the server's clock minus the device's. Values that say the same as `before` are the same. */
export function onWayOf(
  outgoing: readonly OutgoingMessage[],
  clockOffsetMs: number,
  before: ReadonlyMap<number, OnWay> = new Map(),
): ReadonlyMap<number, OnWay> {
  const found = new Map<number, OnWay>();
  for (const each of outgoing) {
    if (each.conversation === undefined) continue;
    const known = found.get(each.conversation) ?? NOTHING;
    found.set(each.conversation, withOne(known, each, clockOffsetMs));
  }
  let isSame = found.size === before.size;
  for (const [conversation, now] of found) {
    const known = before.get(conversation);
    if (known !== undefined && areSame(known, now)) found.set(conversation, known);
    else isSame = false;
  }
  return isSame ? before : found;
}

const NOTHING: OnWay = { state: undefined, newest: undefined, time: 0, changes: [] };

function withOne(known: OnWay, message: OutgoingMessage, clockOffsetMs: number): OnWay {
  const { content, state, time } = message;
  if (state === 'failed') known = { ...known, state: 'failed' };
  if (content.kind !== undefined && 'target' in content.kind.value)
    return state === 'failed' ? known : { ...known, changes: [...known.changes, message] };
  // What is said in a thread is no last message.
  if ((content.thread ?? 0) > 0) return known;
  const now = time + clockOffsetMs;
  return {
    ...known,
    state: known.state ?? 'waiting',
    ...(now >= known.time && { newest: message, time: now }),
  };
}

/** Whether the newest one on its way is later than the last message. What is not sent yet always is. */
export function isLater({ newest, time }: OnWay, lastAt: number): boolean {
  return newest !== undefined && (newest.state !== 'failed' || time >= lastAt);
}

/** Progress of an upload changes nothing that the list shows. */
function areSame(one: OnWay, other: OnWay): boolean {
  return (
    one.state === other.state &&
    one.time === other.time &&
    isSame(one.newest, other.newest) &&
    one.changes.length === other.changes.length &&
    one.changes.every((each, index) => isSame(each, other.changes[index]))
  );
}

function isSame(one: OutgoingMessage | undefined, other: OutgoingMessage | undefined): boolean {
  return one?.clientId === other?.clientId && one?.state === other?.state;
}
