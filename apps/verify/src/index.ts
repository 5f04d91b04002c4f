/**
 * `posthorn verify`: checks Posthorn's promises.
 *
 * @module
 */
export { runVerify } from './run-verify.ts';
export type { Host, Io } from './run-verify.ts';
