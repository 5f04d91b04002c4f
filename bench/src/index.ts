/**
 * `posthorn bench`: measures a server of its own and its floors in one run.
 *
 * @module
 */
export { runBench } from './command.ts';
export type { BenchIo } from './command.ts';
