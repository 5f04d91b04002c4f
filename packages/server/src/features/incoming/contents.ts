/**
 * Messages that are from no account: who says them.
 *
 * @module
 */
import type { ContentTrait } from '../../router/contents.ts';

/** The server alone writes it, which checkedContent() sees to. */
export const AUTHOR: ContentTrait = {
  name: 'author',
  isIn: ({ author }) => author !== undefined,
  text: ({ author }) => (author === undefined ? '' : `— ${author.name}`),
};
