/**
 * Imports in the append's transaction.
 *
 * @module
 */
import type { PollState } from '@posthorn/protocol';
import { changedStep } from '../../store/log/changed.ts';
import type { EffectKind } from '../../store/log/effects.ts';
import { tellOfOwn } from '../../store/log/fold.ts';
import { lockedFiles, NO_SUCH } from '../../store/files/attach.ts';
import { hold } from '../../store/files/uses.ts';

/** The message is of the past, but its conversation has changed now: followers and clients find it by that. */
export type ImportedEffect = { readonly type: 'imported'; readonly now: number };

/** Files, whoever has uploaded them. */
export type AttachImportedEffect = { readonly type: 'attach-imported'; readonly ids: readonly string[] };

/** The poll has this result from the beginning, and is over. */
export type TallyEffect = {
  readonly type: 'tally';
  readonly votes: readonly number[];
  readonly voters: number;
};

export const IMPORT_EFFECTS: Readonly<Record<string, EffectKind>> = {
  imported: {
    raisesVersion: false,
    // It is applied within a transaction, but needs nothing of it.
    // oxlint-disable-next-line require-yield
    *apply({ conversation }, { now }: ImportedEffect) {
      conversation.changed = Math.max(conversation.changed, changedStep(now));
      return true;
    },
  },
  'attach-imported': {
    raisesVersion: false,
    *refusal(_context, { ids }: AttachImportedEffect) {
      const found = yield* lockedFiles(ids);
      return ids.every((id) => found.has(id)) ? undefined : NO_SUCH;
    },
    *apply({ conversation, seq }, { ids }: AttachImportedEffect) {
      yield* hold(ids, { conversation: conversation.id, seq });
      return true;
    },
  },
  tally: {
    raisesVersion: false,
    // As above.
    // oxlint-disable-next-line require-yield
    *apply(context, { votes, voters }: TallyEffect) {
      const poll: PollState = { votes, voters, closed: true };
      return tellOfOwn(context, { poll });
    },
  },
};
