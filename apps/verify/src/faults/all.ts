/**
 * Every fault, by the shape of the system.
 *
 * @module
 */
import { away, stalledReaders } from './clients.ts';
import {
  busFreeze,
  busKill,
  databaseFreeze,
  databaseKill,
  nodeFreeze,
  nodeKill,
  rollingRestart,
} from './cluster.ts';
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

/** Of a cluster; those of the network and of clients are the same. */
export const CLUSTER_FAULTS: readonly Fault[] = [
  nodeKill,
  nodeFreeze,
  rollingRestart,
  databaseKill,
  databaseFreeze,
  busKill,
  busFreeze,
  cuts,
  halfOpen,
  blackHole,
  slowNetwork,
  slicing,
  stalledReaders,
  away,
];
