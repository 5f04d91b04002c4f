/**
 * Runs `posthorn verify`: from its command line to its exit code.
 *
 * @module
 */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { Dice } from './dice.ts';
import { oneWayCut } from './faults/cluster.ts';
import { History } from './history.ts';
import { HistoryFile } from './history-file.ts';
import { ledgerOf, toJson, violationsOf } from './ledger.ts';
import { EXIT_CODES, help, parseOptions, UsageError } from './options.ts';
import type { Options } from './options.ts';
import { Progress } from './progress.ts';
import { report, violationLines } from './report.ts';
import { ClusterSystem } from './system/cluster-system.ts';
import { LocalSystem } from './system/local-system.ts';
import { remoteSystem } from './system/remote-system.ts';
import type { System } from './system/system.ts';
import { verify } from './verification.ts';
import type { VerificationResult } from './verification.ts';

/** The environment of the command, passed in so that tests can replace it. */
export interface Io {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

export interface Host {
  /** The path of the `posthorn` script. */
  readonly launcher: string;
}

/** Average time between two actions of one client, in ms. */
const PACE_MS = 100;
/** One in five times clients change what was said instead of saying something. */
const CHANGE_SHARE = 0.2;
/** Promise 6. */
const CONVERGE_WITHIN_MS = 30_000;
const MAX_JSON_VIOLATIONS = 5;

/** Never rejects: errors become a message on stderr and an exit code. */
export async function runVerify(argv: readonly string[], io: Io, host: Host): Promise<number> {
  try {
    const options = parseOptions(argv, () => Math.floor(Math.random() * 1_000_000));
    if (options === 'help') {
      io.stdout.write(help());
      return EXIT_CODES.kept.code;
    }
    return await inFolder(options, (folder) => carryOut(options, { io, host, folder }));
  } catch (error) {
    if (io.signal.aborted) return EXIT_CODES.interrupted.code;
    const { message } = error as Error;
    io.stderr.write(`${message}\n`);
    return error instanceof UsageError ? EXIT_CODES.usage.code : EXIT_CODES.impossible.code;
  }
}

/** Runs `work` in the directory of --keep, or in a temporary one. */
async function inFolder(options: Options, work: (folder: string) => Promise<number>): Promise<number> {
  if (options.keep !== undefined) {
    const folder = resolve(options.keep);
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) {
      throw new UsageError(`${folder} is not empty: choose another with --keep.`);
    }
    return work(folder);
  }
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-verify-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Surroundings {
  readonly io: Io;
  readonly host: Host;
  readonly folder: string;
}

async function carryOut(options: Options, { io, host, folder }: Surroundings): Promise<number> {
  const { seed, seconds, clients, faults, json } = options;
  const length = seconds === 0 ? 'every fault once' : `${seconds} s`;
  if (!json) io.stdout.write(`📯 posthorn verify   seed ${seed}   ${length}   ${clients} clients\n`);
  const history = new History();
  const file = options.keep === undefined ? undefined : new HistoryFile(join(folder, 'history.jsonl'));
  history.listen((entry) => file?.write(entry));
  const progress = progressOf(options, io, history);
  const system = await systemOf(options, { host, folder, history });
  let result: VerificationResult;
  try {
    result = await verify({
      system,
      history,
      folder: join(folder, 'devices'),
      seed,
      seconds,
      clients,
      faults,
      paceMs: PACE_MS,
      changeShare: CHANGE_SHARE,
      convergeWithinMs: CONVERGE_WITHIN_MS,
      suffix: system.isOurs ? '' : `-${Date.now().toString(36)}`,
      signal: io.signal,
      onPhase: (phase) => progress?.phase(phase),
    });
  } catch (error) {
    throw withMishaps(error as Error, history);
  } finally {
    progress?.close();
    await system.close();
    await file?.close();
  }
  announce(result, { options, io, history });
  return violationsOf(result).length === 0 ? EXIT_CODES.kept.code : EXIT_CODES.broken.code;
}

/** The error may only be a consequence of a server that ended by itself: then names that. */
function withMishaps(error: Error, { entries }: History): Error {
  const mishaps = entries.flatMap((entry) => (entry.op === 'mishap' ? [entry.sentence] : []));
  if (mishaps.length === 0) return error;
  return new Error(`${error.message}\nBefore that:\n${mishaps.join('\n')}`, { cause: error });
}

function announce(
  result: VerificationResult,
  { options, io, history }: { readonly options: Options; readonly io: Io; readonly history: History },
): void {
  const { seed, seconds, json } = options;
  const ledger = ledgerOf(result, history);
  if (!json) {
    io.stdout.write(report(ledger, result.results, { again: commandOf(options), devices: result.devices }));
    return;
  }
  io.stdout.write(`${toJson(ledger, { seed, seconds })}\n`);
  for (const violation of violationsOf(result).slice(0, MAX_JSON_VIOLATIONS)) {
    io.stderr.write(`${violationLines(violation).join('\n')}\n`);
  }
}

function commandOf({ seed, seconds, clients, faults, server, topology }: Options): string {
  const length = seconds === 0 ? '--once' : `--seconds ${seconds}`;
  const parts = [`posthorn verify --seed ${seed} ${length} --clients ${clients}`];
  if (topology === 'cluster') parts.push('--topology cluster');
  if (server !== undefined) parts.push(`--server ${server}`);
  else parts.push(`--faults ${faults.length === 0 ? 'none' : faults.map(({ name }) => name).join(',')}`);
  return `${parts.join(' ')} --keep DIR`;
}

function progressOf({ seconds, json }: Options, { stderr }: Io, history: History): Progress | undefined {
  if (json || stderr.isTTY !== true) return undefined;
  const progress = new Progress({
    write: (text) => void stderr.write(text),
    totalMs: seconds * 1000,
    elapsedMs: () => history.elapsedMs,
  });
  history.listen((entry) => progress.observe(entry));
  return progress;
}

function systemOf(
  { server, topology, seed, faults }: Options,
  { host, folder, history }: { readonly host: Host; readonly folder: string; readonly history: History },
): Promise<System> {
  if (server !== undefined) return Promise.resolve(remoteSystem(server));
  const options = {
    launcher: host.launcher,
    folder: join(folder, 'system'),
    onDeath: (sentence: string) => void history.record({ op: 'mishap', sentence }),
  };
  if (topology === 'single') return LocalSystem.create(options);
  const withHosts = faults.includes(oneWayCut);
  return ClusterSystem.create({ ...options, withHosts, dice: new Dice(seed).fork('cluster') });
}
