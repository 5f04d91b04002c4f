/**
 * Runs everybody, one after the other, in one run.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { MissingProgramError } from '@posthorn/services';
import { moveToLoadCore, pinningNote } from '../../src/cores.ts';
import { Lab } from '../../src/lab.ts';
import { page } from './page.ts';
import { FULL_WORK } from './peer.ts';
import type { Peer, Work } from './peer.ts';
import { PEERS } from './peers.ts';
import type { ScenarioName } from './peers.ts';
import type { Entry } from './page.ts';

const USAGE = `npm run bench:peers -- [options] [PEER ...]
  --seconds N    how long each measurement takes, without its warm-up (default 5)
  --scale F      a fraction of the load's size, to try out (default 1)
  --out FILE     where the page goes (default docs/benchmarks.md; "-" for stdout; with peers or a scale: "-")
  --dir DIR      where the temporary directories are made: on the disk to be measured (default /var/tmp)
Peers: ${PEERS.map(({ name }) => name).join(', ')}. Posthorn always runs.
`;

const SCENARIOS: readonly ScenarioName[] = ['direct', 'fanout'];
const PAGE = new URL('../../../docs/benchmarks.md', import.meta.url);

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const options = {
    seconds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    out: { type: 'string' },
    dir: { type: 'string', default: '/var/tmp' },
    help: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
  const unknown = positionals.filter((name) => PEERS.every((peer) => peer.name !== name));
  const [seconds, scale] = [Number(values.seconds), Number(values.scale)];
  if (values.help || unknown.length > 0 || !(seconds > 0) || !(scale > 0 && scale <= 1)) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  const peers = PEERS.filter(
    ({ name }) => positionals.length === 0 || name === 'posthorn' || positionals.includes(name),
  );
  moveToLoadCore();
  const entries = await runAll(peers, { seconds, scale, parentDirectory: values.dir });
  const text = page(entries, {
    date: new Date(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    pinning: pinningNote(),
    seconds,
    scale,
    work: scaled(FULL_WORK, scale),
  });
  const isWhole = positionals.length === 0 && scale === 1;
  const out = values.out ?? (isWhole ? undefined : '-');
  if (out === '-') process.stdout.write(text);
  else await writeFile(out ?? PAGE, text);
  return 0;
}

interface Size {
  readonly seconds: number;
  readonly scale: number;
  readonly parentDirectory: string;
}

async function runAll(peers: readonly Peer[], size: Size): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const peer of peers) {
    try {
      entries.push(await runPeer(peer, size));
    } catch (error) {
      if (!(error instanceof MissingProgramError)) throw error;
      process.stderr.write(`${peer.name} is left out: ${error.message}\n`);
    }
  }
  return entries;
}

async function runPeer(peer: Peer, size: Size): Promise<Entry> {
  const version = await peer.version();
  const measured: Entry['measured'] = {};
  for (const scenario of SCENARIOS) {
    const run = peer[scenario];
    if (run === undefined) continue;
    const lab = new Lab({
      ...size,
      profileDirectory: undefined,
      note: (text) => process.stderr.write(`${peer.name}, ${scenario}: ${text}\n`),
    });
    const guard = guarded(lab);
    try {
      const result = await run(lab, scaled(FULL_WORK, size.scale));
      measured[scenario] = result;
      const { perSecond, serverCpu, loadCpu } = result;
      lab.note(`${Math.round(perSecond)} a second; server ${serverCpu}, load ${loadCpu} of a core`);
    } finally {
      guard.lift();
      await lab.close();
    }
  }
  return { peer, version, measured };
}

/** Whatever ends this run before its time, nothing is left running. */
function guarded(lab: Lab): { lift(): void } {
  let isEnding = false;
  const end = (code: number, error?: Error): void => {
    if (isEnding) return;
    isEnding = true;
    if (error !== undefined)
      process.stderr.write(`The measurement failed: ${error.stack ?? error.message}\n`);
    void lab.close().finally(() => process.exit(code));
  };
  const [onSignal, onError] = [(): void => end(130), (error: Error): void => end(1, error)];
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('uncaughtException', onError);
  return {
    lift: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('uncaughtException', onError);
    },
  };
}

function scaled(work: Work, scale: number): Work {
  return {
    ...work,
    talkers: Math.max(2, Math.round((work.talkers * scale) / 2) * 2),
    members: Math.max(work.speakers + 2, Math.round(work.members * scale)),
  };
}
