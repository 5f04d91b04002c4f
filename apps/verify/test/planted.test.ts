/** `posthorn verify` can fail: each of these bugs is caught, by the check that is there for it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Picture, Storage } from '@posthorn/client';
import { createMemoryStore, openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Bus, Config, Store } from '@posthorn/server';
import { FAULTS } from '../src/faults/all.ts';
import type { Fault } from '../src/faults/fault.ts';
import type { Violation } from '../src/checks/all.ts';
import { History } from '../src/history.ts';
import type { Entry } from '../src/history.ts';
import { violationsOf } from '../src/ledger.ts';
import { violationLines } from '../src/report.ts';
import { LocalSystem } from '../src/system/local-system.ts';
import { LoopDisk, whyNoLoopDisk } from '../src/system/loop-disk.ts';
import type { System } from '../src/system/system.ts';
import { verify } from '../src/verification.ts';
import type { VerificationResult } from '../src/verification.ts';
import type { Storage as StoreStorage } from '../../../packages/server/src/store/storage.ts';
import { deafBus, lateSubscriptions, lossyBus } from './planted/bus-bugs.ts';
import * as changeBugs from './planted/change-bugs.ts';
import { disorderedLinks, noisyBus, outage, troubleOf } from './planted/cluster-bugs.ts';
import { PlantedCluster } from './planted/planted-cluster.ts';
import { PlantedServer } from './planted/planted-server.ts';
import * as bugs from './planted/store-bugs.ts';
import { POWER, skipFor } from './support/excuses.ts';

/** No sweep comes within a test. */
const NO_SWEEP: Partial<Config> = { sweepInterval: 600_000 };

interface Planted {
  readonly store?: (store: Store) => Store;
  /** What the store is opened with. */
  readonly storages?: () => readonly StoreStorage[];
  readonly bus?: () => Bus;
  readonly config?: Partial<Config>;
  readonly wrapStorage?: (storage: Storage) => Storage;
  readonly makePicture?: () => Picture;
  /** The share of changes in what clients say. */
  readonly changeShare?: number;
  readonly faults?: readonly string[];
  /** Faults of its own. */
  readonly more?: readonly Fault[];
  readonly seconds?: number;
  readonly convergeWithinMs?: number;
  /** Hears of everything that happens. */
  readonly onEntry?: (entry: Entry) => void;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-planted-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function runOn(t: TestContext, system: System, planted: Planted): Promise<VerificationResult> {
  const { faults = [], more = [], seconds = 1, convergeWithinMs = 1200, onEntry } = planted;
  const { wrapStorage, makePicture, changeShare = 0.2 } = planted;
  const history = new History();
  if (onEntry !== undefined) history.listen(onEntry);
  const options = {
    system,
    history,
    folder: await folderOf(t),
    seed: 7,
    seconds,
    clients: 6,
    faults: [...FAULTS.filter(({ name }) => faults.includes(name)), ...more],
    paceMs: 15,
    changeShare,
    convergeWithinMs,
    suffix: '',
    signal: t.signal,
    ...(wrapStorage !== undefined && { wrapStorage }),
    ...(makePicture !== undefined && { makePicture }),
  };
  try {
    return await verify(options);
  } finally {
    // Before its folder goes.
    await system.close();
  }
}

/** Runs on a store in memory, in this process. */
async function runWith(
  t: TestContext,
  planted: Planted,
  more: { readonly store?: Store; readonly onKill?: () => void } = {},
): Promise<VerificationResult> {
  const { bus, config, storages, store: wrap = (right: Store) => right } = planted;
  const opened = { random: systemRandom, ...(storages && { storages: storages() }) };
  const store = more.store ?? wrap(createMemoryStore(opened));
  const system = await PlantedServer.start({
    openStore: () => Promise.resolve(store),
    bus,
    config,
    onKill: more.onKill,
  });
  return runOn(t, system, planted);
}

function assertClean(result: VerificationResult): void {
  const lines = violationsOf(result).slice(0, 3).flatMap(violationLines);
  assert.equal(lines.length, 0, lines.join('\n'));
}

/** What happens in a second is chance, and little on a busy machine: a bug that was not met is looked for again. */
const TRIES = 4;

async function assertCaught(
  t: TestContext,
  name: string,
  run: () => Promise<VerificationResult>,
): Promise<void> {
  let found: Violation | undefined;
  const others = new Set<string>();
  for (let tries = 0; found === undefined && tries < TRIES; tries++) {
    const violations = violationsOf(await run());
    found = violations.find(({ check }) => check.name === name);
    for (const { check } of violations) others.add(check.name);
  }
  assert.ok(found !== undefined, `not caught by ${name}, but by ${[...others].join(', ')}`);
  // What people are shown: the sentence and a piece of history that is short.
  const lines = violationLines(found);
  assert.ok(lines.length >= 1 && lines.length < 40);
  t.diagnostic(found.sentence);
}

// Two at a time: each waits more than it works.
describe('without a bug', { concurrency: 2 }, () => {
  it('nothing is found in a cluster whose bus loses, repeats and reorders', async (t) => {
    const system = await PlantedCluster.start({ busOf: noisyBus(), config: { sweepInterval: 300 } });
    assertClean(await runOn(t, system, { faults: ['kill'], seconds: 2, convergeWithinMs: 30_000 }));
  });

  it('nothing is found in a cluster that was told that its bus was away', async (t) => {
    const { busOf, fault } = outage({ isHeard: true });
    const system = await PlantedCluster.start({ busOf, config: NO_SWEEP });
    assertClean(await runOn(t, system, { more: [fault], convergeWithinMs: 30_000 }));
  });

  it('nothing is found, whatever is done to the network, and with a bus that loses messages', async (t) => {
    const faults = ['kill', 'cuts', 'half-open', 'black-hole', 'delay', 'slice', 'stall', 'away'];
    const planted = {
      bus: lossyBus,
      config: { sweepInterval: 300 },
      faults,
      seconds: 3,
      convergeWithinMs: 30_000,
    };
    assertClean(await runWith(t, planted));
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
    await assertCaught(t, 'durable', () => {
      const { store, crash } = bugs.ackBeforeCommit(createMemoryStore({ random: systemRandom }));
      return runWith(t, { faults: ['kill'] }, { store, onKill: crash });
    });
  });

  const simple: readonly (readonly [name: string, caughtBy: string, planted: Planted])[] = [
    ['no unique key', 'once', { store: bugs.noUniqueKey }],
    ['numbers given outside the transaction', 'ack-true', { store: bugs.seqOutsideTransaction }],
    ['an order swapped on retry', 'sender-order', { store: bugs.swappedOnRetry }],
    ['reported as failed, though written', 'failed-absent', { store: bugs.failedThoughWritten }],
    ['a push to a member who was removed', 'membership', { store: bugs.membersForEver }],
    ['a block that is ignored', 'block', { store: bugs.blockIgnored, seconds: 2 }],
    ['a cursor that goes back', 'cursors', { store: bugs.cursorGoesBack }],
    ['reading that is behind', 'own-writes', { store: bugs.staleReads }],
    ['two contents under one number', 'one-content', { store: bugs.twoContents, faults: ['away'] }],
    ['a message left out of what is read', 'no-hole', { store: bugs.leavesOut, faults: ['away'] }],
    ['lost pushes and no sweep', 'converged', { bus: lossyBus, config: NO_SWEEP }],
    ['the last push lost for good', 'converged', { bus: deafBus(40), config: NO_SWEEP }],
    [
      'subscribing after reading',
      'converged',
      { bus: lateSubscriptions(60_000), config: NO_SWEEP, faults: ['cuts'] },
    ],
    ['a reaction that is not folded', 'served', { storages: changeBugs.droppedReactions, changeShare: 0.7 }],
    [
      'a recalled message that goes on counting',
      'unread',
      { storages: changeBugs.countingOn, changeShare: 0.7 },
    ],
    ['an edit by anybody', 'changes-allowed', { storages: changeBugs.editedByAnybody, changeShare: 0.7 }],
    ['words as they were before they were changed', 'own-changes', { store: changeBugs.staleWords }],
    ['a device that misses a change', 'same-picture', { makePicture: () => new changeBugs.Inattentive() }],
    ['a device that resumes one too far', 'no-hole', { wrapStorage: shifted(1), faults: ['away'] }],
    ['repeats that are not dropped', 'handed-once', { wrapStorage: shifted(-1), faults: ['away'] }],
  ];
  for (const [name, caughtBy, planted] of simple) {
    it(name, (t) => assertCaught(t, caughtBy, () => runWith(t, planted)));
  }

  it('an epoch that stays the same after a restore', async (t) => {
    await assertCaught(t, 'restore-noticed', async () => {
      const directory = await folderOf(t);
      const openStore = async (): Promise<Store> =>
        bugs.epochKept(await openSqliteStore({ directory, random: systemRandom, logger: silentLogger }));
      const system = await PlantedServer.start({ openStore, directory });
      return runOn(t, system, { faults: ['restore'] });
    });
  });

  it('a recall that leaves the words in the database', async (t) => {
    await assertCaught(t, 'erased', async () => {
      const directory = await folderOf(t);
      const parts = { directory, random: systemRandom, logger: silentLogger };
      const openStore = (): Promise<Store> => openSqliteStore({ ...parts, storages: changeBugs.wordsKept() });
      return runOn(t, await PlantedServer.start({ openStore, directory }), { changeShare: 0.7 });
    });
  });

  it('links that let batches overtake each other', async (t) => {
    await assertCaught(t, 'sender-order', async () => {
      const { busOf, fault } = disorderedLinks();
      return runOn(t, await PlantedCluster.start({ busOf }), { more: [fault] });
    });
  });

  it('a router that acks before the database has it', async (t) => {
    await assertCaught(t, 'durable', async () => {
      const { store, crash } = bugs.ackBeforeCommit(createMemoryStore({ random: systemRandom }));
      const system = await PlantedCluster.start({ store, routers: 1, onKill: crash });
      return runOn(t, system, { faults: ['kill'] });
    });
  });

  it('no comparison of heads after the bus was away', async (t) => {
    await assertCaught(t, 'converged', async () => {
      const { busOf, fault } = outage({ isHeard: false });
      return runOn(t, await PlantedCluster.start({ busOf, config: NO_SWEEP }), { more: [fault] });
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
    await assertCaught(t, 'durable', async () => {
      const system = next ?? (await create());
      next = undefined;
      return runOn(t, system, { faults: ['power-loss'] });
    });
  });
});

/** A device whose memory of where it stands is off by some. */
function shifted(by: number): (storage: Storage) => Storage {
  return (storage) => ({
    async load() {
      const values = await storage.load();
      return new Map(
        [...values].map(([key, value]) => {
          if (!key.startsWith('p/')) return [key, value];
          const [seq] = value as [number, number];
          return [key, [Math.max(0, seq + by), 0]];
        }),
      );
    },
    put: (entries) => storage.put(entries),
    close: () => storage.close(),
  });
}
