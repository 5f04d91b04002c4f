/**
 * Vanishing in the append's transaction: when a message will vanish, and that it does.
 *
 * @module
 */
import type { EffectKind } from '../../store/log/effects.ts';
import { openTarget, tellOfOwn } from '../../store/log/fold.ts';
import { recall } from '../../store/log/recall.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertAll } from '../../store/sql/sql.ts';
import type { Insert } from '../../store/sql/sql.ts';

/** What is said in a conversation from now on vanishes after so long; 0: it stays. */
export type SetVanishingEffect = { readonly type: 'set-vanishing'; readonly afterMs: number };

/** This message vanishes after so long. */
export type VanishLaterEffect = { readonly type: 'vanish-later'; readonly afterMs: number };

/** The message with this seq vanishes. */
export type VanishEffect = { readonly type: 'vanish'; readonly target: number };

const GONE: Refusal = {
  code: 'NOT_FOUND',
  message: 'the message is gone already',
  reason: 'no-such-message',
};

const NEW: Insert = {
  table: 'vanishing',
  columns: { conversation: 'int', seq: 'int', due: 'int' },
};

export const VANISHING_EFFECTS: Readonly<Record<string, EffectKind>> = {
  'set-vanishing': {
    // What was authorised under the setting before is authorised again.
    raisesVersion: true,
    *apply({ conversation }, { afterMs }: SetVanishingEffect) {
      yield* change('UPDATE conversations SET vanish_after = ? WHERE id = ?', afterMs, conversation.id);
      return true;
    },
  },
  'vanish-later': {
    raisesVersion: false,
    *apply(context, { afterMs }: VanishLaterEffect) {
      const { conversation, seq, append } = context;
      const vanishesAt = append.time + afterMs;
      yield* insertAll(NEW, [[conversation.id, seq, vanishesAt]]);
      return tellOfOwn(context, { vanishesAt });
    },
  },
  vanish: {
    raisesVersion: false,
    erases: true,
    *apply(context, { target: seq }: VanishEffect) {
      const target = yield* openTarget(context, { target: seq, seesFrom: 0 });
      if ('code' in target) return target;
      if (target.state.recalled > 0) return GONE;
      yield* change('DELETE FROM vanishing WHERE conversation = ? AND seq = ?', target.conversation, seq);
      return yield* recall(context, target, 0);
    },
  },
};
