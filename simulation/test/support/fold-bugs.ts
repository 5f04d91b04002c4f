/**
 * Bugs for planting in what becomes of messages.
 *
 * @module
 */
import { Picture } from '@posthorn/client';
import type { Incoming } from '@posthorn/client';
import type { EffectContext, EffectKind } from '../../../packages/server/src/store/log/effects.ts';
import { aimOf } from '../../../packages/server/src/store/log/effects.ts';
import type { Effect } from '../../../packages/server/src/store/log/records.ts';
import { change } from '../../../packages/server/src/store/sql/sql.ts';
import type { Query } from '../../../packages/server/src/store/sql/sql.ts';
import type { Sabotage } from '../../src/sabotage.ts';
import type { Bug } from './bugs.ts';

export const FOLD_BUGS: readonly Bug[] = [
  {
    name: 'a fold that forgets how far a state goes',
    isRare: true,
    from: 66,
    rules: /^fold/,
    sabotage: () => ({ picture: () => new Forgetful() }),
  },
  {
    name: 'a recall that leaves the words of edits in the database',
    isRare: true,
    from: 67,
    rules: /^erased/,
    sabotage: () => ({ storages: withRecall(forgettingEdits) }),
  },
  {
    name: 'a recalled message that goes on counting',
    rules: /^unread/,
    sabotage: () => ({ storages: withRecall(countingOn) }),
  },
];

/** Every state looks new. */
class Forgetful extends Picture {
  #time = 1_000_000;

  override add(message: Incoming): number {
    const state = message.state && { ...message.state, through: this.#time++ };
    return super.add({ ...message, state });
  }
}

type Recall = (
  recall: EffectKind['apply'],
  context: EffectContext,
  effect: Effect,
) => ReturnType<EffectKind['apply']>;

function withRecall(apply: Recall): NonNullable<Sabotage['storages']> {
  return (storages) =>
    storages.map((storage) => {
      const recall = storage.effects?.['recall'];
      if (recall === undefined) return storage;
      const bad: EffectKind = {
        ...recall,
        apply: (context, effect) => apply(recall.apply, context, effect),
      };
      return { ...storage, effects: { ...storage.effects, recall: bad } };
    });
}

function* forgettingEdits(...[recall, context, effect]: Parameters<Recall>): ReturnType<Recall> {
  const target = aimOf(effect);
  yield* inStates("UPDATE states SET words_in = '' WHERE conversation = ? AND seq = ?", context, target);
  return yield* recall(context, effect as never);
}

function* countingOn(...[recall, context, effect]: Parameters<Recall>): ReturnType<Recall> {
  const applied = yield* recall(context, effect as never);
  yield* inStates(
    'UPDATE recalls SET counted = 0 WHERE conversation = ? AND seq = ?',
    context,
    aimOf(effect),
  );
  return applied;
}

function* inStates(sql: string, { conversation }: EffectContext, seq: number): Query<void> {
  yield* change(sql, conversation.id, seq);
}
