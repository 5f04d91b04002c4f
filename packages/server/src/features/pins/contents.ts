/**
 * A pin as content.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { seesFrom } from '../../router/contents.ts';
import type { ContentKind } from '../../router/contents.ts';
import { hasRight } from '../messages/rights.ts';
import type { PinEffect } from './effects.ts';

export const PIN: ContentKind = {
  kind: 'pin',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'pin' ? kind.value.target : 0),
  effect: ({ kind }, sending): PinEffect | undefined => {
    if (kind?.case !== 'pin') return undefined;
    if (!hasRight(sending, 'pin')) throw new PosthornError('FORBIDDEN', 'you may not pin messages here');
    return { type: 'pin', ...kind.value, seesFrom: seesFrom(sending) };
  },
  text: ({ kind }) =>
    kind?.case === 'pin' && kind.value.remove ? 'unpinned a message' : '📌 pinned a message',
};
