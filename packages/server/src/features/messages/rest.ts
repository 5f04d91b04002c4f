/**
 * Content in the bodies of REST routes.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Json } from '../../http/route.ts';

/** Inputs of a route that sends something. */
export const CONTENT: Json = {
  content: { $ref: 'Content#' },
  text: { type: 'string', description: 'Short for a content that is only text.' },
};

/** The content in such inputs. Throws INVALID. */
export function contentOf({ content, text }: Json): unknown {
  if ((content === undefined) === (text === undefined)) {
    throw new PosthornError('INVALID', 'give either "text" or "content"');
  }
  return content ?? { text };
}
