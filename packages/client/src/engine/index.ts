/**
 * The engine of a client that people see, as a page uses it: the account on the device, shared by all tabs. Browsers alone. What
 * runs it is `@posthorn/client/engine/host`.
 *
 * @module
 */
export type * from './api.ts';
export type { JoinOptions } from './join.ts';
export type { Surroundings } from './lobby.ts';
export { isOutdated, joinEngine } from './join.ts';
export { withOwnChanges } from './own-changes.ts';
export type { WaitingFile, WaitingFiles } from './waiting-files.ts';
export { waitingFiles } from './waiting-files.ts';
