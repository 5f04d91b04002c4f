/**
 * What stands in a conversation while messages come and go.
 *
 * @module
 */
import type { ConversationInfo } from '@posthorn/client/engine';

/** What each message that arrives, and each that is read, changes. */
const MOVING = ['head', 'lastMessage', 'activeAt', 'read', 'delivered', 'unread', 'mentions'] as const;
const moving: ReadonlySet<string> = new Set(MOVING);

/** A conversation without what each message changes. */
export type StandingInfo = Omit<ConversationInfo, (typeof MOVING)[number]>;

/** Of states that somebody has: several ask about each. */
const keys = new WeakMap<StandingInfo, string>();

/** `before` if nothing but messages has come since, else `now`. */
export function standingOf(before: StandingInfo | undefined, now: ConversationInfo): StandingInfo {
  return before !== undefined && keyOf(before) === keyOf(now) ? before : now;
}

function keyOf(info: StandingInfo): string {
  let key = keys.get(info);
  if (key === undefined) {
    key = JSON.stringify(info, (name, value: unknown) => (moving.has(name) ? undefined : value));
    keys.set(info, key);
  }
  return key;
}
