/**
 * How far a message of the user has come.
 *
 * @module
 */
import type { Cursor, ShownMessage } from '@posthorn/client/engine';

/** `sent`: it is in the log. `delivered`: a device of each other member has it, or of the peer. `read`: so far read. */
export type MessageStatus = 'sent' | 'delivered' | 'read';

/** The highest seq that others have read, and the highest one that they have received: enough for the ticks of all rows. */
export function furthest(cursors: ReadonlyMap<number, Cursor>, me: number | undefined): Cursor {
  let [read, delivered] = [0, 0];
  for (const [user, cursor] of cursors) {
    if (user === me) continue;
    read = Math.max(read, cursor.read);
    delivered = Math.max(delivered, cursor.delivered, cursor.read);
  }
  return { read, delivered };
}

/** `others`: how far others have come (furthest). In a group somebody is enough; "Read by" tells who. */
export function messageStatus(seq: number, others: Cursor): MessageStatus {
  if (others.read >= seq) return 'read';
  return others.delivered >= seq ? 'delivered' : 'sent';
}

/**
 * How far it is what the user has changed: its words, or without a connection a vote or a pin. Undefined: nothing is on its way.
 * Reactions say it themselves (reactionsOnWay).
 */
export function changeOnWay({ changes = [] }: ShownMessage): 'waiting' | 'sending' | undefined {
  if (changes.some(({ isWaiting, content }) => isWaiting && content.kind?.case !== 'reaction'))
    return 'waiting';
  const changesWords = changes.some(
    ({ content: { kind } }) => kind?.case === 'edit' || kind?.case === 'recall',
  );
  return changesWords ? 'sending' : undefined;
}

/** Emoji that the user has given or taken back, without a connection to say so. */
export function reactionsOnWay({ changes = [] }: ShownMessage): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ content: { kind }, isWaiting }) =>
      kind?.case === 'reaction' && isWaiting ? [kind.value.emoji ?? ''] : [],
    ),
  );
}
