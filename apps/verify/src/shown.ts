/**
 * Messages as somebody is shown them, with everything that has become of them.
 *
 * @module
 */
import { decodeState } from '@posthorn/protocol';
import type { Content, State } from '@posthorn/protocol';
import { fingerprint } from './fingerprint.ts';

export interface Shown {
  readonly seq: number;
  readonly sender: number;
  /** See fingerprint.ts. Empty: it was recalled. */
  readonly text: string;
  /** Who has recalled it; 0: nobody. */
  readonly by: number;
  /** Ids of users; 0: everybody. */
  readonly mentions: readonly number[];
  /** Seqs of the last edit and of the recall; 0: none. */
  readonly edited: number;
  readonly recalled: number;
  /** With their numbers, in the order of their first use. */
  readonly reactions: readonly string[];
  /** Of the reader. */
  readonly own: readonly string[];
  /** For each option of a poll; empty: nobody has voted yet. */
  readonly votes: readonly number[];
  readonly voters: number;
  /** Of the reader. */
  readonly choices: readonly number[];
}

const NOTHING = decodeState(new Uint8Array(0));

export function shownAs(message: {
  readonly seq: number;
  readonly sender: number;
  readonly content: Content;
  readonly state: State | undefined;
}): Shown {
  const { seq, sender, content } = message;
  const { edited, recalled, reactions, poll, own } = message.state ?? NOTHING;
  const by = content.kind?.case === 'recalled' ? content.kind.value.by : 0;
  return {
    seq,
    sender,
    // Its text is for clients that do not know the kind.
    text: by === 0 ? fingerprint(content) : '',
    by,
    mentions: mentionsOf(content),
    edited,
    recalled,
    reactions: reactions.map(({ emoji, count }) => `${emoji} ${count}`),
    own: (own?.reactions ?? []).toSorted(),
    votes: poll?.votes ?? [],
    voters: poll?.voters ?? 0,
    choices: own?.choices ?? [],
  };
}

/** Whom a message mentions; 0: everybody. */
export function mentionsOf({
  mentions,
  mentionAll,
}: Pick<Content, 'mentions' | 'mentionAll'>): readonly number[] {
  return mentionAll === 'everybody' ? [0, ...mentions] : mentions;
}
