/**
 * Bugs in what becomes of messages: in the effects of entries, in what is read, and in the picture of a device.
 *
 * @module
 */
import { Picture } from '@posthorn/client';
import type { Incoming } from '@posthorn/client';
import type { Store } from '@posthorn/server';
import { REGISTRY } from '../../../../packages/server/src/compose/features.ts';
import { aimOf } from '../../../../packages/server/src/store/log/effects.ts';
import type { EffectKind } from '../../../../packages/server/src/store/log/effects.ts';
import { change } from '../../../../packages/server/src/store/sql/sql.ts';
import type { Storage } from '../../../../packages/server/src/store/storage.ts';
import { Dice } from '../../src/dice.ts';
import { over } from './store-bugs.ts';
import { STORAGE as KEEPING_WORDS } from './wordy-recall.ts';

type Apply = EffectKind['apply'];

/** The storages of the built-in features, with another effect of one type. */
function withEffect(type: string, apply: (right: Apply) => Apply): readonly Storage[] {
  return REGISTRY.storages.map((storage) => {
    const right = storage.effects?.[type];
    if (right === undefined) return storage;
    return { ...storage, effects: { ...storage.effects, [type]: { ...right, apply: apply(right.apply) } } };
  });
}

/** One reaction in five is written and not folded. */
export function droppedReactions(): readonly Storage[] {
  const dice = new Dice(1);
  return withEffect('react', (right) => (context, effect) => {
    const isDropped = dice.chance(0.2);
    return right(context, (isDropped ? { ...(effect as object), remove: true } : effect) as never);
  });
}

/** What was recalled goes on counting. */
export function countingOn(): readonly Storage[] {
  return withEffect(
    'recall',
    (right) =>
      function* apply(context, effect) {
        const applied = yield* right(context, effect);
        const target = aimOf(effect);
        const sql = 'UPDATE recalls SET counted = 0 WHERE conversation = ? AND seq = ?';
        yield* change(sql, context.conversation.id, target);
        return applied;
      },
  );
}

/** Everybody may edit what others have said. */
export function editedByAnybody(): readonly Storage[] {
  return withEffect(
    'edit',
    (right) =>
      function* apply(context, effect) {
        const target = yield* context.folds.open(context.conversation.id, aimOf(effect));
        const { append } = context;
        const sender = target?.sender ?? append.sender;
        return yield* right(over(context, { append: { ...append, sender } }), effect);
      },
  );
}

/** A recall keeps the words where nobody reads them. For stores whose threads load storages by their module. */
export function wordsKept(): readonly Storage[] {
  return REGISTRY.storages.map((storage) => (storage.name === KEEPING_WORDS.name ? KEEPING_WORDS : storage));
}

/** Every other reader gets messages as they were sent. */
export function staleWords(store: Store): Store {
  const sent = new Map<string, Uint8Array>();
  const log: Partial<Store['log']> = {
    async append(batch) {
      const outcomes = await store.log.append(batch);
      outcomes.forEach((outcome, index) => {
        const { conversation = 0, content = new Uint8Array(0) } = batch[index] ?? {};
        if (outcome.status === 'appended') sent.set(`${conversation}/${outcome.seq}`, content);
      });
      return outcomes;
    },
    async pull(reader, ranges, maxBytes) {
      const batches = await store.log.pull(reader, ranges, maxBytes);
      if (reader % 2 === 1) return batches;
      return batches.map((batch) => {
        const messages = batch.messages.map((message) => ({
          ...message,
          content: sent.get(`${batch.conversation}/${message.seq}`) ?? message.content,
        }));
        return { ...batch, messages };
      });
    },
  };
  return over(store, { log: over(store.log, log) });
}

/** A picture that now and then takes no notice of what somebody has changed. */
export class Inattentive extends Picture {
  readonly #dice = new Dice(1);

  override add(message: Incoming): number {
    const isMissed = !message.isMine && message.content.kind?.case === 'reaction' && this.#dice.chance(0.3);
    return isMissed ? message.seq : super.add(message);
  }
}
