/**
 * All faults, by topology.
 *
 * @module
 */
import { busLoss, lostPush } from './bus.ts';
import { away, stalledReaders } from './clients.ts';
import {
  busAway,
  busFreeze,
  busKill,
  databaseFreeze,
  databaseKill,
  nodeAlone,
  nodeFreeze,
  nodeKill,
  oneWayCut,
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

/** Faults of a cluster. The faults of the network and of clients are the same as for one server. */
export const CLUSTER_FAULTS: readonly Fault[] = [
  nodeKill,
  nodeFreeze,
  rollingRestart,
  databaseKill,
  databaseFreeze,
  busKill,
  busFreeze,
  busAway,
  busLoss,
  lostPush,
  nodeAlone,
  oneWayCut,
  cuts,
  halfOpen,
  blackHole,
  slowNetwork,
  slicing,
  stalledReaders,
  away,
];
