/**
 * Which messages a screen reader is told of: each new one of others once, never what was said before.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';

/** More at once are told by their number. */
const MAX_SPOKEN = 3;

export class Spoken {
  #through: number | undefined;

  /** `head`: the newest seq when the chat was opened, as far as known. Messages come by seq. */
  next(messages: readonly Incoming[], isAtEnd: boolean): readonly Incoming[] {
    const last = messages.at(-1)?.seq ?? 0;
    if (!isAtEnd) return [];
    const through = this.#through;
    this.#through = Math.max(through ?? 0, last);
    if (through === undefined || last <= through) return [];
    return messages.filter(
      ({ seq, isMine, content }) => seq > through && !isMine && isSaid(content.kind?.case),
    );
  }
}

function isSaid(kind: string | undefined): boolean {
  return kind !== 'recalled' && kind !== 'erased' && kind !== 'event';
}

export function isTooMany(messages: readonly Incoming[]): boolean {
  return messages.length > MAX_SPOKEN;
}
