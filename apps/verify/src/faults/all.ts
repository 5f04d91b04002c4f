/**
 * Every fault of a system of one node.
 *
 * @module
 */
import { away, stalledReaders } from './clients.ts';
import { diskFull, powerLoss, syncError } from './disk.ts';
import type { Fault } from './fault.ts';
import { blackHole, cuts, halfOpen, slicing, slowNetwork } from './network.ts';
import { freeze, kill, restart } from './process.ts';
import { clockJump, lateRetries, restore } from './time.ts';

export const FAULTS: readonly Fault[] = [
  kill,
  freeze,
  restart,
  powerLoss,
  syncError,
  diskFull,
  clockJump,
  lateRetries,
  restore,
  cuts,
  halfOpen,
  blackHole,
  slowNetwork,
  slicing,
  stalledReaders,
  away,
];
