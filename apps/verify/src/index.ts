/**
 * `posthorn verify`: anyone can check what Posthorn promises.
 *
 * @module
 */
export { runVerify } from './run-verify.ts';
export type { Host, Io } from './run-verify.ts';
