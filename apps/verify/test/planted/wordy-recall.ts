/**
 * Edits and recalls with a bug: what was recalled is kept in place of its digest. Threads of a store load it by its module.
 *
 * @module
 */
import { STORAGE as EDITS } from '../../../../packages/server/src/features/edits/storage.ts';
import { aimOf } from '../../../../packages/server/src/store/log/effects.ts';
import type { EffectKind } from '../../../../packages/server/src/store/log/effects.ts';
import { change } from '../../../../packages/server/src/store/sql/sql.ts';
import type { Storage } from '../../../../packages/server/src/store/storage.ts';

const RIGHT = EDITS.effects?.['recall'];
if (RIGHT === undefined) throw new Error('there is no recall');

const RECALL: EffectKind = {
  ...RIGHT,
  *apply(context, effect) {
    const { conversation, folds } = context;
    const target = aimOf(effect);
    const words = (yield* folds.open(conversation.id, target))?.original;
    const applied = yield* RIGHT.apply(context, effect);
    const sql = 'UPDATE recalls SET digest = ? WHERE conversation = ? AND seq = ?';
    if (words !== undefined) yield* change(sql, words, conversation.id, target);
    return applied;
  },
};

export const STORAGE: Storage = {
  ...EDITS,
  module: import.meta.url,
  effects: { ...EDITS.effects, recall: RECALL },
};
