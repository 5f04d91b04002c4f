/**
 * The content kind of previews.
 *
 * @module
 */
import type { ContentKind } from '../../router/contents.ts';

/** Only the server writes them, with an effect of its own. */
export const PREVIEW: ContentKind = {
  kind: 'preview',
  isSent: false,
  counts: false,
  target: ({ kind }) => (kind?.case === 'preview' ? kind.value.target : 0),
  // The link itself was said already.
  text: () => '',
};
