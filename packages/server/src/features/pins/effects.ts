/**
 * Pins in the append's transaction.
 *
 * @module
 */
import type { Applied, EffectContext, EffectKind } from '../../store/log/effects.ts';
import { fold } from '../../store/log/fold.ts';
import type { Aim } from '../../store/log/fold.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertAll, row } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

export type PinEffect = Aim & { readonly type: 'pin'; readonly remove: boolean };

/** The message with the seq `recalled` is gone. It comes with the effect that says so in its state. */
export type UnpinRecalledEffect = { readonly type: 'unpin-recalled'; readonly recalled: number };

const MAX_PINS = 200;
const TOO_MANY: Refusal = {
  code: 'LIMIT_EXCEEDED',
  message: `at most ${MAX_PINS} messages can be pinned: unpin one`,
  reason: 'too-many-pins',
};

const PIN: Insert = {
  table: 'pins',
  columns: { conversation: 'int', seq: 'int', pinned_seq: 'int' },
  onConflict: { key: ['conversation', 'seq'], set: { pinned_seq: 'new' } },
};

export const PIN_EFFECTS: Readonly<Record<string, EffectKind>> = {
  pin: { raisesVersion: false, apply: pin },
  'unpin-recalled': {
    raisesVersion: false,
    *apply({ conversation }, { recalled }: UnpinRecalledEffect) {
      yield* unpin(conversation.id, recalled);
      return true;
    },
  },
};

function* pin(context: EffectContext, effect: PinEffect): Query<Applied> {
  return yield* fold(context, effect, function* ({ conversation, seq, state }) {
    if (effect.remove) {
      yield* unpin(conversation, seq);
      return { state: { ...state, pinned: 0 } };
    }
    // To pin it again moves it to the top.
    if (state.pinned === 0 && (yield* countPins(conversation)) >= MAX_PINS) return TOO_MANY;
    yield* insertAll(PIN, [[conversation, seq, context.seq]]);
    return { state: { ...state, pinned: context.seq } };
  });
}

function* unpin(conversation: number, seq: number): Query<void> {
  yield* change('DELETE FROM pins WHERE conversation = ? AND seq = ?', conversation, seq);
}

/** Without those of messages that have expired, which it drops. */
function* countPins(conversation: number): Query<number> {
  yield* change(
    'DELETE FROM pins WHERE conversation = ? AND seq < (SELECT kept_from FROM conversations WHERE id = ?)',
    conversation,
    conversation,
  );
  const found = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM pins WHERE conversation = ?',
    conversation,
  );
  return found?.n ?? 0;
}
