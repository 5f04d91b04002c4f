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

import type { ClientFrameBody, ServerFrameBodyInit } from './generated/messages.ts';

/** Any request, decoded. */
export type Request = ClientFrameBody;
/** Any answer or push, to be encoded. */
export type Reply = ServerFrameBodyInit;
