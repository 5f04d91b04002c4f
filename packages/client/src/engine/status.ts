/**
 * The status before anything is known.
 *
 * @module
 */
import type { Status } from './api.ts';

export const STARTING: Status = {
  connection: 'connecting',
  isSynced: false,
  error: undefined,
  waiting: 0,
  failed: 0,
  lobby: 0,
  inbox: 0,
  clockOffsetMs: 0,
};
