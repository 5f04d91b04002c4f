/**
 * `posthorn verify` can fail: each of these bugs is caught, by the check that is there for it. The full run has more of them.
 */
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { Entry } from '../src/history.ts';
import { violationsOf } from '../src/ledger.ts';
import { sharedPresses } from './planted/bot-bugs.ts';
import { lossyBus } from './planted/bus-bugs.ts';
import * as changeBugs from './planted/change-bugs.ts';
import { outage, troubleOf } from './planted/cluster-bugs.ts';
import { PlantedCluster } from './planted/planted-cluster.ts';
import { boundlessSearch } from './planted/finding-bugs.ts';
import { skippedDeliveries } from './planted/hook-bugs.ts';
import * as bugs from './planted/store-bugs.ts';
import { assertCaught, assertClean, NO_SWEEP, runOn, runWith } from './support/planted-run.ts';
import type { Planted } from './support/planted-run.ts';

// Two at a time: each waits more than it works.
describe('without a bug', { concurrency: 2 }, () => {
  it('nothing is found in a cluster that was told that its bus was away', async (t) => {
    const { busOf, fault } = outage({ isHeard: true });
    const system = await PlantedCluster.start({ busOf, config: NO_SWEEP });
    assertClean(await runOn(t, system, { more: [fault], convergeWithinMs: 30_000 }));
  });

  it('nothing is taken for lost that is written only after the logs were read, but for too late', async (t) => {
    const { store, hold, release } = bugs.heldUp(createMemoryStore({ random: systemRandom }));
    // Everybody reads for themselves when the logs have been read.
    const onEntry = (entry: Entry): void => {
      if (entry.op === 'read' && entry.who.endsWith('-auditor')) release();
    };
    const more = [troubleOf('writes-held', hold, () => {})];
    const found = violationsOf(await runWith(t, { more, onEntry }, { store }));
    // The second tells of the client without the SDK.
    assert.deepEqual(new Set(found.map(({ check }) => check.name)), new Set(['settled', 'stays']));
  });
});

describe('a planted bug is caught:', { concurrency: 2 }, () => {
  it('an ack before the commit', async (t) => {
    await assertCaught(t, 'durable', (patience) => {
      const { store, crash } = bugs.ackBeforeCommit(createMemoryStore({ random: systemRandom }));
      return runWith(t, { faults: ['kill'], ...patience }, { store, onKill: crash });
    });
  });

  it('a hit outside the time of somebody in a group', (t) =>
    assertCaught(t, 'found-allowed', (patience) => runWith(t, { store: boundlessSearch, ...patience })));

  const simple: readonly (readonly [name: string, caughtBy: string, planted: Planted])[] = [
    ['a push to a member who was removed', 'membership', { store: bugs.membersForEver }],
    ['lost pushes and no sweep', 'converged', { bus: lossyBus, config: NO_SWEEP }],
    ['a delivery to a receiver of webhooks that is skipped', 'hooked', { store: skippedDeliveries }],
    ['a press that two processes of a bot take', 'pressed-once', { store: sharedPresses }],
    ['a device that misses a change', 'same-picture', { makePicture: () => new changeBugs.Inattentive() }],
  ];
  for (const [name, caughtBy, planted] of simple) {
    it(name, (t) => assertCaught(t, caughtBy, (patience) => runWith(t, { ...planted, ...patience })));
  }
});
