/**
 * A reaction as content.
 *
 * @module
 */
import type { Content } from '@posthorn/protocol';
import { seesFrom } from '../../router/contents.ts';
import type { ContentKind } from '../../router/contents.ts';
import { assertEmoji } from '../../router/texts.ts';
import type { ReactEffect } from './effects.ts';

export const REACTION: ContentKind = {
  kind: 'reaction',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'reaction' ? kind.value.target : 0),
  check: checkReaction,
  effect: ({ kind }, sending): ReactEffect | undefined =>
    kind?.case === 'reaction' ? { type: 'react', ...kind.value, seesFrom: seesFrom(sending) } : undefined,
  text: ({ kind }) => {
    if (kind?.case !== 'reaction') return '';
    const { emoji, remove } = kind.value;
    return remove ? `took ${emoji} back` : `reacted with ${emoji}`;
  },
};

function checkReaction({ kind }: Content): void {
  if (kind?.case === 'reaction') assertEmoji(kind.value.emoji, 'reaction');
}
