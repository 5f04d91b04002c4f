/**
 * The engine of a client that people see: the account on the device, shared by all tabs. Browsers alone.
 *
 * @module
 */
export type * from './api.ts';
