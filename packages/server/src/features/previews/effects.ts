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
import { linksIn } from './links.ts';

export type PreviewEffect = { readonly type: 'preview'; readonly preview: Preview };

export type NoPreviewsEffect = { readonly type: 'no-previews'; readonly off: boolean };

export const PREVIEW_EFFECTS: Readonly<Record<string, EffectKind>> = {
  preview: {
    raisesVersion: false,
    apply: (context, { preview }: PreviewEffect) =>
      // The link’s own sender may see it.
      // oxlint-disable-next-line require-yield
      fold(context, { target: preview.target, seesFrom: 0 }, function* ({ content, state, wordsIn }) {
        const { text, kind } = decodeContent(content);
        const links = new Set(linksIn(text).map((link) => link.text));
        if (kind !== undefined || !links.has(preview.url))
          return { code: 'NOT_FOUND', message: 'the message no longer has this link' };
        const others = state.previews.filter(({ url }) => url !== preview.url && links.has(url));
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
