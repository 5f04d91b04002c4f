/**
 * The protocol of Posthorn: messages and their codec, frames, error codes, limits. Pure; runs in browsers.
 *
 * @module
 */
export * from './generated/messages.ts';
export * from './errors.ts';
export * from './frames.ts';
export * from './limits.ts';
export { WireError } from './wire.ts';

import { decodeContent, encodeContent } from './generated/messages.ts';
import type { ClientFrameBody, Content, ContentInit, ServerFrameBodyInit } from './generated/messages.ts';

/** Any request, decoded. */
export type Request = ClientFrameBody;
/** Any answer or push, to be encoded. */
export type Reply = ServerFrameBodyInit;

/** A content with the defaults of all fields that are not given. */
export function completeContent(content: ContentInit): Content {
  return decodeContent(encodeContent(content));
}
