/**
 * A reaction as content.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { seesFrom } from '../../router/contents.ts';
import type { ContentKind } from '../../router/contents.ts';
import type { ReactEffect } from './effects.ts';

const MAX_EMOJI_BYTES = 64;

export const REACTION: ContentKind = {
  kind: 'reaction',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'reaction' ? kind.value.target : 0),
  check: checkReaction,
  effect: ({ kind }, sending): ReactEffect | undefined =>
    kind?.case === 'reaction' ? { type: 'react', ...kind.value, seesFrom: seesFrom(sending) } : undefined,
  text: ({ kind }) =>
    kind?.case !== 'reaction' ? '' : `${kind.value.remove ? '− ' : ''}${kind.value.emoji}`,
};

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Emoji that were looked at before: people use few, and to look takes longer than the rest of a check. */
const known = new Set<string>();
const MAX_KNOWN = 2000;

/** One emoji: any single character that people see, without words. */
function checkReaction({ kind }: Content): void {
  if (kind?.case !== 'reaction' || known.has(kind.value.emoji)) return;
  const { emoji } = kind.value;
  if (emoji.length > MAX_EMOJI_BYTES || Buffer.byteLength(emoji) > MAX_EMOJI_BYTES)
    throw new PosthornError('TOO_LARGE', `an emoji has at most ${MAX_EMOJI_BYTES} bytes`);
  const isOne = [...GRAPHEMES.segment(emoji)].length === 1;
  if (!isOne || !/\p{Emoji}|\p{Extended_Pictographic}/u.test(emoji) || /^[\d#*]$/.test(emoji))
    throw new PosthornError('INVALID', 'a reaction is one emoji');
  if (known.size < MAX_KNOWN) known.add(emoji);
}
