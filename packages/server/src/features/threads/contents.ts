/**
 * What is said in a thread, and what is taken back there.
 *
 * @module
 */
import { seesFrom } from '../../router/contents.ts';
import type { ContentTrait } from '../../router/contents.ts';
import type { ReplyEffect, RecalledReplyEffect } from './effects.ts';

export const IN_THREAD: ContentTrait = {
  name: 'thread',
  isIn: ({ thread }) => thread > 0,
  effect: ({ thread, mentions }, sending): ReplyEffect => ({
    type: 'thread',
    target: thread,
    seesFrom: seesFrom(sending),
    mentions,
  }),
};

/** A recalled message may have been said in a thread, which then has one less. */
export const RECALL_IN_THREAD: ContentTrait = {
  name: 'recall-in-thread',
  isIn: ({ kind }) => kind?.case === 'recall',
  effect: ({ kind }): RecalledReplyEffect | undefined =>
    kind?.case === 'recall' ? { type: 'recall-in-thread', recalled: kind.value.target } : undefined,
};
