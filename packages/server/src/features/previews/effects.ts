/**
 * A preview becomes part of the state of its message, and a conversation's setting part of its row.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Preview } from '@posthorn/protocol';
import type { EffectKind } from '../../store/log/effects.ts';
import { fold } from '../../store/log/fold.ts';
import { change } from '../../store/sql/sql.ts';

export type PreviewEffect = {
  readonly type: 'preview';
  readonly preview: Preview;
  /** Seq of the last edit when the message had this link; 0: there was none. */
  readonly edited: number;
};

export type NoPreviewsEffect = { readonly type: 'no-previews'; readonly off: boolean };

export const PREVIEW_EFFECTS: Readonly<Record<string, EffectKind>> = {
  preview: {
    raisesVersion: false,
    apply: (context, { preview, edited }: PreviewEffect) =>
      // The link’s own sender may see it.
      // oxlint-disable-next-line require-yield
      fold(context, { target: preview.target, seesFrom: 0 }, function* ({ content, state, wordsIn }) {
        const { text, kind } = decodeContent(content);
        if (kind !== undefined || state.edited !== edited || !text.includes(preview.url))
          return { code: 'NOT_FOUND', message: 'the message no longer has this link' };
        const others = state.previews.filter(({ url }) => url !== preview.url);
        return { state: { ...state, previews: [...others, preview] }, wordsIn: [...wordsIn, context.seq] };
      }),
  },
  'no-previews': {
    raisesVersion: false,
    *apply({ conversation }, { off }: NoPreviewsEffect) {
      yield* change('UPDATE conversations SET no_previews = ? WHERE id = ?', off ? 1 : 0, conversation.id);
      return true;
    },
  },
};
