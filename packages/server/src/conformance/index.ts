/**
 * The conformance suites of the ports, for backends of one's own.
 *
 * @module
 */
export type { Runner } from './runner.ts';
export { storeConformance } from './store.ts';
export type { OpenStore, StoreBackend } from './store.ts';
export { busConformance } from './bus.ts';
export type { BusBackend } from './bus.ts';
