/** More bugs that `posthorn verify` catches, and more troubles in which it finds none. */
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMemoryStore, openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { LocalSystem } from '../src/system/local-system.ts';
import { LoopDisk, whyNoLoopDisk } from '../src/system/loop-disk.ts';
import { namelessEnds, staleAnswers } from './planted/bot-bugs.ts';
import { deafBus, lateSubscriptions, lossyBus } from './planted/bus-bugs.ts';
import * as changeBugs from './planted/change-bugs.ts';
import { disorderedLinks, noisyBus, outage } from './planted/cluster-bugs.ts';
import { forgetfulIndex, greedyCollector } from './planted/finding-bugs.ts';
import { impatientLanes } from './planted/hook-bugs.ts';
import { PlantedCluster } from './planted/planted-cluster.ts';
import { PlantedServer } from './planted/planted-server.ts';
import { forgetfulSessions, forgottenWills, unheardGoodbyes, WITH_MQTT } from './planted/session-bugs.ts';
import * as bugs from './planted/store-bugs.ts';
import { POWER, skipFor } from './support/excuses.ts';
import {
  assertCaught,
  assertClean,
  folderOf,
  NO_SWEEP,
  runOn,
  runWith,
  shifted,
} from './support/planted-run.ts';
import type { Planted } from './support/planted-run.ts';

// Two at a time: each waits more than it works.
describe('without a bug', { concurrency: 2 }, () => {
  it('nothing is found in a cluster whose bus loses, repeats and reorders', async (t) => {
    const system = await PlantedCluster.start({ busOf: noisyBus(), config: { sweepInterval: 300 } });
    assertClean(
      await runOn(t, system, { faults: ['kill'], fileShare: 0.1, seconds: 2, convergeWithinMs: 30_000 }),
    );
  });

  it('nothing is found, whatever is done to the network, and with a bus that loses messages', async (t) => {
    const faults = ['kill', 'cuts', 'half-open', 'black-hole', 'delay', 'slice', 'stall', 'away'];
    const planted = {
      bus: lossyBus,
      config: { sweepInterval: 300, ...WITH_MQTT },
      faults,
      fileShare: 0.1,
      seconds: 3,
      convergeWithinMs: 30_000,
    };
    assertClean(await runWith(t, planted));
  });
});

describe('a planted bug is caught:', { concurrency: 2 }, () => {
  const simple: readonly (readonly [name: string, caughtBy: string, planted: Planted])[] = [
    ['no unique key', 'once', { store: bugs.noUniqueKey }],
    ['an order swapped on retry', 'sender-order', { store: bugs.swappedOnRetry }],
    ['reported as failed, though written', 'failed-absent', { store: bugs.failedThoughWritten }],
    ['a block that is ignored', 'block', { store: bugs.blockIgnored, seconds: 2 }],
    ['a cursor that goes back', 'cursors', { store: bugs.cursorGoesBack }],
    ['reading that is behind', 'own-writes', { store: bugs.staleReads }],
    ['two contents under one number', 'one-content', { store: bugs.twoContents, faults: ['away'] }],
    ['a message left out of what is read', 'no-hole', { store: bugs.leavesOut, faults: ['away'] }],
    ['numbers given outside the transaction', 'ack-true', { store: bugs.seqOutsideTransaction }],
    [
      'order of deliveries that is lost after a retry',
      'hooked-in-order',
      { store: impatientLanes, hookTrouble: 5 },
    ],
    ['the answer to another press', 'answered', { store: staleAnswers }],
    [
      'a text that grows for ever',
      'grown-once',
      // What is pushed is as it was said: the bug is in what is read when a push was lost.
      { store: namelessEnds, bus: lossyBus, config: { sweepInterval: 300 }, convergeWithinMs: 5000 },
    ],
    ['a reaction that is not folded', 'served', { storages: changeBugs.droppedReactions, changeShare: 0.7 }],
    ['the last push lost for good', 'converged', { bus: deafBus(40), config: NO_SWEEP }],
    [
      'subscribing after reading',
      'converged',
      { bus: lateSubscriptions(60_000), config: NO_SWEEP, faults: ['cuts'] },
    ],
    [
      'a recalled message that goes on counting',
      'unread',
      { storages: changeBugs.countingOn, changeShare: 0.7 },
    ],
    ['an edit by anybody', 'changes-allowed', { storages: changeBugs.editedByAnybody, changeShare: 0.7 }],
    ['words as they were before they were changed', 'own-changes', { store: changeBugs.staleWords }],
    ['a device that resumes one too far', 'no-hole', { wrapStorage: shifted(1), faults: ['away'] }],
    [
      'sessions of MQTT that are not kept',
      'taken-once',
      { store: forgetfulSessions, config: WITH_MQTT, faults: ['cuts'], convergeWithinMs: 5000 },
    ],
    ['a will after a goodbye', 'willed-once', { store: unheardGoodbyes, config: WITH_MQTT }],
    ['a will that is not sent', 'willed', { store: forgottenWills, config: WITH_MQTT }],
    ['repeats that are not dropped', 'handed-once', { wrapStorage: shifted(-1), faults: ['away'] }],
  ];
  for (const [name, caughtBy, planted] of simple) {
    it(name, (t) => assertCaught(t, caughtBy, (patience) => runWith(t, { ...planted, ...patience })));
  }

  it('a file collected while a message has it', (t) =>
    assertCaught(t, 'files-kept', (patience) =>
      runWith(t, { blobs: greedyCollector, fileShare: 0.3, ...patience }),
    ));

  it('an index that leaves messages out', (t) =>
    assertCaught(t, 'findable', async (patience) => {
      const store = createMemoryStore({ random: systemRandom });
      await forgetfulIndex(store);
      return runWith(t, patience, { store });
    }));

  it('an epoch that stays the same after a restore', async (t) => {
    await assertCaught(t, 'restore-noticed', async (patience) => {
      const directory = await folderOf(t);
      const openStore = async (): Promise<Store> =>
        bugs.epochKept(await openSqliteStore({ directory, random: systemRandom, logger: silentLogger }));
      const system = await PlantedServer.start({ openStore, directory });
      return runOn(t, system, { faults: ['restore'], ...patience });
    });
  });

  it('a recall that leaves the words in the database', async (t) => {
    await assertCaught(t, 'erased', async (patience) => {
      const directory = await folderOf(t);
      const parts = { directory, random: systemRandom, logger: silentLogger };
      const openStore = (): Promise<Store> => openSqliteStore({ ...parts, storages: changeBugs.wordsKept() });
      return runOn(t, await PlantedServer.start({ openStore, directory }), { changeShare: 0.7, ...patience });
    });
  });

  it('links that let batches overtake each other', async (t) => {
    await assertCaught(t, 'sender-order', async (patience) => {
      const { busOf, fault } = disorderedLinks();
      return runOn(t, await PlantedCluster.start({ busOf }), { more: [fault], ...patience });
    });
  });

  it('a router that acks before the database has it', async (t) => {
    await assertCaught(t, 'durable', async (patience) => {
      const { store, crash } = bugs.ackBeforeCommit(createMemoryStore({ random: systemRandom }));
      const system = await PlantedCluster.start({ store, routers: 1, onKill: crash });
      return runOn(t, system, { faults: ['kill'], ...patience });
    });
  });

  it('no comparison of heads after the bus was away', async (t) => {
    await assertCaught(t, 'converged', async (patience) => {
      const { busOf, fault } = outage({ isHeard: false });
      return runOn(t, await PlantedCluster.start({ busOf, config: NO_SWEEP }), {
        more: [fault],
        ...patience,
      });
    });
  });

  const skip = skipFor(whyNoLoopDisk() ?? LoopDisk.whyNoPowerLoss(), POWER);
  it('synchronous=NORMAL, when the power goes', { skip }, async (t) => {
    const create = async (): Promise<LocalSystem> =>
      LocalSystem.create({
        launcher: fileURLToPath(new URL('./planted/server.ts', import.meta.url)),
        folder: await folderOf(t),
        onDeath: (sentence) => t.diagnostic(sentence),
      });
    const first = await create();
    const { disk } = first.missing;
    if (disk !== undefined) {
      await first.close();
      t.skip(skipFor(disk, POWER) || disk);
      return;
    }
    let next: LocalSystem | undefined = first;
    await assertCaught(t, 'durable', async (patience) => {
      const system = next ?? (await create());
      next = undefined;
      return runOn(t, system, { faults: ['power-loss'], ...patience });
    });
  });
});
