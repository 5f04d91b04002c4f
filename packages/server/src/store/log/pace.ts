/**
 * Slow mode: so much time between two messages of a member. It is kept in the append's transaction, so it holds over all
 * routers, as exactly as their clocks agree.
 *
 * @module
 */
import { change, row } from '../sql/sql.ts';
import type { EffectKind } from './effects.ts';

export type PaceEffect = {
  readonly type: 'pace';
  /** Least time since the sender's last message. */
  readonly gapMs: number;
};

/** Longest time until the sender tries again: slow mode may have ended. The message says how long it is. */
const LONGEST_MS = 60_000;

export const PACE: EffectKind = {
  raisesVersion: false,
  *apply({ conversation: { id }, append: { sender, time } }, { gapMs }: PaceEffect) {
    const found = yield* row<{ readonly spoke_at: number }>(
      'SELECT spoke_at FROM members WHERE conversation = ? AND "user" = ?',
      id,
      sender,
    );
    const waitMs = Math.min((found?.spoke_at ?? 0) + gapMs - time, gapMs);
    if (waitMs > 0) {
      const message = `slow mode: wait ${Math.ceil(waitMs / 1000)} s`;
      return { code: 'RATE_LIMITED', message, retryAfterMs: Math.min(waitMs, LONGEST_MS) };
    }
    yield* change('UPDATE members SET spoke_at = ? WHERE conversation = ? AND "user" = ?', time, id, sender);
    return true;
  },
};
