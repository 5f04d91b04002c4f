/**
 * Runs all peers, one after the other.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { MissingProgramError } from '@posthorn/services';
import { moveToLoadCore, pinningNote } from '../../src/cores.ts';
import { Lab } from '../../src/lab.ts';
import { Guard } from './guard.ts';
import { page } from './page.ts';
import { FULL_WORK } from './peer.ts';
import type { Measured } from '../../src/load/closed-loop.ts';
import type { Peer, ScenarioName, Work } from './peer.ts';
import { PEERS } from './peers.ts';
import type { Entry } from './page.ts';

const SCENARIOS: readonly ScenarioName[] = ['direct', 'fanout'];

const USAGE = `npm run bench:peers -- [options] [PEER ...]
  --only SCENARIO   ${SCENARIOS.join(' or ')} (default: both)
  --seconds N       how long each measurement takes, without its warm-up (default 5)
  --scale F         a fraction of the load's size, to try out (default 1)
  --dir DIR         where the temporary directories are made: on the disk to be measured (default /var/tmp)
Peers: ${PEERS.map(({ name }) => name).join(', ')} (default: all).
A run of all writes docs/benchmarks.md, or prints that page when its size is another one. Less than all prints figures.
`;

const PAGE = new URL('../../../docs/benchmarks.md', import.meta.url);

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = {
    only: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    dir: { type: 'string', default: '/var/tmp' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const unknown = positionals.filter((name) => PEERS.every((peer) => peer.name !== name));
  const scenarios = SCENARIOS.filter((name) => values.only === undefined || values.only === name);
  const [seconds, scale] = [Number(values.seconds), Number(values.scale)];
  const isWrong =
    unknown.length > 0 || scenarios.length === 0 || !(seconds > 0) || !(scale > 0 && scale <= 1);
  if (values.help || isWrong) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  moveToLoadCore();
  const peers = PEERS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const entries = await runAll(peers, { scenarios, seconds, scale, parentDirectory: values.dir });
  if (peers.length === PEERS.length && scenarios.length === SCENARIOS.length) {
    const text = await page(entries, {
      date: new Date(),
      machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
      pinning: pinningNote(),
      seconds,
      scale,
      work: scaled(FULL_WORK, scale),
    });
    // Without Posthorn's own figures there is nothing to compare.
    if (scale === 1 && entries[0]?.failure === undefined) await writeFile(PAGE, text);
    else process.stdout.write(text);
  }
  return entries.some(({ failure }) => failure !== undefined && !failure.isMissing) ? 1 : 0;
}

interface Order {
  readonly scenarios: readonly ScenarioName[];
  readonly seconds: number;
  readonly scale: number;
  readonly parentDirectory: string;
}

/** A peer that fails, or is not installed, is left out. */
async function runAll(peers: readonly Peer[], order: Order): Promise<readonly Entry[]> {
  const [entries, guard]: [Entry[], Guard] = [[], new Guard()];
  for (const peer of peers) {
    const measured: Partial<Record<ScenarioName, Measured>> = {};
    let version = '';
    try {
      version = await peer.version();
      for (const scenario of order.scenarios) {
        const result = await runScenario(peer, scenario, { order, guard });
        if (result !== undefined) measured[scenario] = result;
      }
      entries.push({ peer, version, measured });
    } catch (error) {
      const [isMissing, { message }] = [error instanceof MissingProgramError, error as Error];
      process.stderr.write(`${peer.name} is left out: ${isMissing ? message : (error as Error).stack}\n`);
      entries.push({ peer, version, measured, failure: { isMissing, message } });
    }
  }
  guard.lift();
  return entries;
}

/** Undefined if this peer does not support the scenario. */
async function runScenario(
  peer: Peer,
  scenario: ScenarioName,
  { order, guard }: { readonly order: Order; readonly guard: Guard },
): Promise<Measured | undefined> {
  const lab = new Lab({
    ...order,
    profileDirectory: undefined,
    note: (text) => process.stderr.write(`${peer.name}, ${scenario}: ${text}\n`),
  });
  try {
    const run = peer[scenario]?.(lab, scaled(FULL_WORK, order.scale));
    if (run === undefined) return undefined;
    const result = await guard.guarded(lab, run);
    process.stdout.write(`${peer.name}, ${scenario}: ${sentence(result)}\n`);
    return result;
  } finally {
    await lab.close();
  }
}

function sentence({ perSecond, serverCpu, loadCpu, otherCpu }: Measured): string {
  const shares = `server ${serverCpu ?? '?'}, load ${loadCpu}, others ${otherCpu ?? '?'} of a core`;
  return `${Math.round(perSecond)} a second; ${shares}`;
}

function scaled(work: Work, scale: number): Work {
  return {
    ...work,
    talkers: Math.max(2, Math.round((work.talkers * scale) / 2) * 2),
    members: Math.max(work.speakers + 2, Math.round(work.members * scale)),
  };
}
