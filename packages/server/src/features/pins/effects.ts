/**
 * Pins in the append's transaction.
 *
 * @module
 */
import type { EffectKind } from '../../store/log/effects.ts';
import { fold } from '../../store/log/fold.ts';
import type { Aim } from '../../store/log/fold.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertAll, row } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

export type PinEffect = Aim & { readonly type: 'pin'; readonly remove: boolean };

const MAX_PINS = 200;
const TOO_MANY: Refusal = {
  code: 'LIMIT_EXCEEDED',
  message: `at most ${MAX_PINS} messages can be pinned: unpin one`,
};

const PIN: Insert = {
  table: 'pins',
  columns: { conversation: 'int', seq: 'int', pinned_seq: 'int' },
  onConflict: { key: ['conversation', 'seq'], set: { pinned_seq: 'new' } },
};

export const PIN_EFFECT: EffectKind = {
  raisesVersion: false,
  *apply(context, effect: PinEffect) {
    return yield* fold(context, effect, function* ({ conversation, seq, state }) {
      if (effect.remove) {
        yield* change('DELETE FROM pins WHERE conversation = ? AND seq = ?', conversation, seq);
        return { state: { ...state, pinned: 0 } };
      }
      // To pin it again moves it to the top.
      if (state.pinned === 0 && (yield* countPins(conversation)) >= MAX_PINS) return TOO_MANY;
      yield* insertAll(PIN, [[conversation, seq, context.seq]]);
      return { state: { ...state, pinned: context.seq } };
    });
  },
};

function* countPins(conversation: number): Query<number> {
  const found = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM pins WHERE conversation = ?',
    conversation,
  );
  return found?.n ?? 0;
}
