/**
 * Short runs of `posthorn verify` on systems with planted bugs.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Picture, Storage } from '@posthorn/client';
import { createMemoryStore, systemRandom } from '@posthorn/server';
import type { BlobStore, Bus, Config, Store } from '@posthorn/server';
import { FAULTS } from '../../src/faults/all.ts';
import type { Fault } from '../../src/faults/fault.ts';
import type { Violation } from '../../src/checks/all.ts';
import { History } from '../../src/history.ts';
import type { Entry } from '../../src/history.ts';
import { violationsOf } from '../../src/ledger.ts';
import { violationLines } from '../../src/report.ts';
import type { System } from '../../src/system/system.ts';
import { verify } from '../../src/verification.ts';
import type { VerificationResult } from '../../src/verification.ts';
import type { Storage as StoreStorage } from '../../../../packages/server/src/store/storage.ts';
import { PlantedServer } from '../planted/planted-server.ts';

/** No sweep comes within a test. */
export const NO_SWEEP: Partial<Config> = { sweepInterval: 600_000 };

export interface Planted {
  readonly store?: (store: Store) => Store;
  /** What the store is opened with. */
  readonly storages?: () => readonly StoreStorage[];
  readonly bus?: () => Bus;
  readonly blobs?: (blobs: BlobStore) => BlobStore;
  readonly config?: Partial<Config>;
  readonly wrapStorage?: (storage: Storage) => Storage;
  readonly makePicture?: () => Picture;
  /** How many times as often as usual a receiver of webhooks fails. Default: never. */
  readonly hookTrouble?: number;
  /** The share of changes in what clients say. */
  readonly changeShare?: number;
  /** The share of messages with a file. */
  readonly fileShare?: number;
  readonly faults?: readonly string[];
  /** Faults of its own. */
  readonly more?: readonly Fault[];
  readonly seconds?: number;
  /** How many times as long as that it runs. */
  readonly patience?: number;
  readonly convergeWithinMs?: number;
  /** Hears of everything that happens. */
  readonly onEntry?: (entry: Entry) => void;
}

export async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-planted-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function runOn(t: TestContext, system: System, planted: Planted): Promise<VerificationResult> {
  const { faults = [], more = [], seconds = 1, patience = 1, convergeWithinMs = 1200, onEntry } = planted;
  const { wrapStorage, makePicture, changeShare = 0.2, fileShare = 0, hookTrouble = 0 } = planted;
  const history = new History();
  if (onEntry !== undefined) history.listen(onEntry);
  const options = {
    system,
    history,
    folder: await folderOf(t),
    seed: 7,
    seconds: seconds * patience,
    clients: 6,
    faults: [...FAULTS.filter(({ name }) => faults.includes(name)), ...more],
    paceMs: 15,
    changeShare,
    fileShare,
    hookTrouble,
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
export async function runWith(
  t: TestContext,
  planted: Planted,
  more: { readonly store?: Store; readonly onKill?: () => void } = {},
): Promise<VerificationResult> {
  const { blobs, bus, config, storages, store: wrap = (right: Store) => right } = planted;
  const opened = { random: systemRandom, ...(storages && { storages: storages() }) };
  const store = more.store ?? wrap(createMemoryStore(opened));
  const system = await PlantedServer.start({
    openStore: () => Promise.resolve(store),
    bus,
    blobs,
    config,
    onKill: more.onKill,
  });
  return runOn(t, system, planted);
}

export function assertClean(result: VerificationResult): void {
  const lines = violationsOf(result).slice(0, 3).flatMap(violationLines);
  assert.equal(lines.length, 0, lines.join('\n'));
}

/**
 * What happens in a second is chance, and little on a busy machine: a bug that was not met is looked for again, and longer, so many
 * times.
 */
const TRIES = 6;

/** Runs the system for its usual time, multiplied by `patience`. */
type PlantedRun = (patience: Pick<Planted, 'patience'>) => Promise<VerificationResult>;

export async function assertCaught(t: TestContext, name: string, run: PlantedRun): Promise<void> {
  let found: Violation | undefined;
  const others = new Set<string>();
  for (let tries = 0; found === undefined && tries < TRIES; tries++) {
    const violations = violationsOf(await run({ patience: Math.max(1, 2 ** (tries - 1)) }));
    found = violations.find(({ check }) => check.name === name);
    for (const { check } of violations) others.add(check.name);
  }
  assert.ok(found !== undefined, `not caught by ${name}, but by ${[...others].join(', ')}`);
  // What people are shown: the sentence and a piece of history that is short.
  const lines = violationLines(found);
  assert.ok(lines.length >= 1 && lines.length < 40);
  t.diagnostic(found.sentence);
}

/** A device whose memory of where it stands is off by some. */
export function shifted(by: number): (storage: Storage) => Storage {
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
