/**
 * A pin as content, and what becomes of it when its message is taken back.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { seesFrom } from '../../router/contents.ts';
import type { ContentKind, ContentTrait } from '../../router/contents.ts';
import { hasRight } from '../messages/rights.ts';
import type { PinEffect, UnpinRecalledEffect } from './effects.ts';

export const PIN: ContentKind = {
  kind: 'pin',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'pin' ? kind.value.target : 0),
  effect: ({ kind }, sending): PinEffect | undefined => {
    if (kind?.case !== 'pin') return undefined;
    if (!hasRight(sending, 'pin'))
      throw new PosthornError('FORBIDDEN', 'you may not pin messages here', {
        reason: 'pinning-not-allowed',
      });
    return { type: 'pin', ...kind.value, seesFrom: seesFrom(sending) };
  },
  text: ({ kind }) =>
    kind?.case === 'pin' && kind.value.remove ? 'unpinned a message' : '📌 pinned a message',
};

/** What is recalled, or vanishes, takes no place among the pins. */
export const UNPIN_RECALLED: ContentTrait = {
  name: 'unpin-recalled',
  isIn: ({ kind }) => kind?.case === 'recall',
  effect: ({ kind }): UnpinRecalledEffect | undefined =>
    kind?.case === 'recall' ? { type: 'unpin-recalled', recalled: kind.value.target } : undefined,
};
