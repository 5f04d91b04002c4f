/**
 * Which faults `posthorn verify --once` must have done, and what excuses it from one: written by hand, and not taken
 * from the lists under test, so that a fault that silently stops happening fails.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { DISK, HOSTS, isExcused, POWER, TRACE } from './excuses.ts';
import type { Excuse } from './excuses.ts';

/** A fault by name, and the excuses for skipping it. None: it can be done on every machine. */
export type ExpectedFaults = Readonly<Record<string, readonly Excuse[]>>;

export const FAULTS_OF_ONE_NODE: ExpectedFaults = {
  kill: [],
  freeze: [],
  restart: [],
  'power-loss': POWER,
  'sync-error': TRACE,
  'disk-full': DISK,
  clock: [],
  'late-retry': [],
  restore: [],
  cuts: [],
  'half-open': [],
  'black-hole': [],
  delay: [],
  slice: [],
  stall: [],
  away: [],
};

/** Those that one node does not have. */
export const FAULTS_OF_A_CLUSTER: ExpectedFaults = {
  'node-kill': [],
  'node-freeze': [],
  'rolling-restart': [],
  'database-kill': [],
  'database-freeze': [],
  'bus-kill': [],
  'bus-freeze': [],
  'bus-away': [],
  'bus-loss': [],
  'lost-push': [],
  'node-alone': [],
  'one-way-cut': HOSTS,
};

/** What `--json` prints of faults. */
export interface FaultCounts {
  readonly faults: Readonly<Record<string, number>>;
  readonly skipped: Readonly<Record<string, string>>;
}

/** Fails for a fault that was neither done nor skipped for a good reason, and for one that is not in the table. */
export function assertDone(expected: ExpectedFaults, { faults, skipped }: FaultCounts): void {
  for (const [name, excuses] of Object.entries(expected)) {
    if ((faults[name] ?? 0) > 0) continue;
    const reason = skipped[name] ?? 'there is no word of it in the report';
    assert.ok(isExcused(reason, excuses), `${name} was not done, and must have been: ${reason}`);
  }
  const unknown = Object.keys({ ...faults, ...skipped }).filter((name) => expected[name] === undefined);
  assert.deepEqual(unknown, [], 'add new faults to apps/verify/test/support/expected-faults.ts');
}
