/**
 * Content as JSON that people write: in the bodies of REST routes, and wherever else a message is sent as JSON.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Json } from './route.ts';

/** Inputs of a route that sends something. */
export const CONTENT: Json = {
  content: { $ref: 'Content#' },
  text: { type: 'string', description: 'Short for a content of text and attachments.' },
  attachments: {
    type: 'array',
    items: { $ref: 'Attachment#' },
    description:
      'Files that were uploaded, beside or instead of `text`: as the upload has given them, or their `id` alone.',
  },
};

/** The content in such inputs. Throws INVALID. */
export function contentOf({ content, text, attachments }: Json): unknown {
  const short = { ...(text !== undefined && { text }), ...(attachments !== undefined && { attachments }) };
  const isShort = Object.keys(short).length > 0;
  if ((content === undefined) === !isShort) {
    throw new PosthornError('INVALID', 'give either "text", "attachments", or both, or "content"');
  }
  return content ?? short;
}
