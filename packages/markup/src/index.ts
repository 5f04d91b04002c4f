/**
 * Posthorn's markup: what people type in a message, parsed into a tree. A small subset of Markdown, never HTML.
 *
 * @module
 */
export { MAX_DEPTH, parse } from './parse.ts';
export { namedIn } from './named.ts';
export type { Named } from './named.ts';
export { plainText } from './plain-text.ts';
export type { PlainTextOptions } from './plain-text.ts';
export { isSpan } from './tree.ts';
export type * from './tree.ts';
