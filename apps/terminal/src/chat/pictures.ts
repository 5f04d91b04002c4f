/**
 * The messages of each conversation as they are now: with everything that entries have made of them, whatever came first.
 *
 * @module
 */
import { Picture } from '@posthorn/client';
import type { Incoming } from '@posthorn/client';

/** A conversation remembers so much of what came; then it forgets all but the newest messages. */
const MAX_ADDED = 4000;
/** More than lines are kept. */
const MAX_KEPT = 1500;

interface Remembered {
  readonly picture: Picture;
  added: number;
}

export class Pictures {
  readonly #remembered = new Map<number, Remembered>();

  /** Takes a message or an entry. Returns the messages that it is about, as they are now, by seq. */
  add(message: Incoming): readonly Incoming[] {
    const { conversation, seq, state } = message;
    const remembered = this.#of(conversation);
    const target = remembered.picture.add(message);
    remembered.added += 1;
    const seqs = new Set([seq, target, state?.seq ?? 0, state?.also?.seq ?? 0]);
    return [...seqs].sort((a, b) => a - b).flatMap((each) => remembered.picture.get(each) ?? []);
  }

  /** The reader has read a thread up to `read`. Returns the message that it belongs to, as it is now. */
  threadRead(conversation: number, thread: number, read: number): readonly Incoming[] {
    const message = this.#of(conversation).picture.get(thread);
    const state = message?.state;
    if (message === undefined || state?.own === undefined) return [];
    return this.add({ ...message, state: { ...state, own: { ...state.own, read, unread: 0 } } });
  }

  #of(conversation: number): Remembered {
    const known = this.#remembered.get(conversation) ?? { picture: new Picture(), added: 0 };
    const fresh = known.added < MAX_ADDED ? known : newest(known);
    this.#remembered.set(conversation, fresh);
    return fresh;
  }
}

function newest({ picture }: Remembered): Remembered {
  const kept = picture.all().slice(-MAX_KEPT);
  const fresh = new Picture();
  for (const message of kept) fresh.add(message);
  return { picture: fresh, added: kept.length };
}
