/**
 * The command line of `posthorn verify`.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { CLUSTER_FAULTS, FAULTS } from './faults/all.ts';
import type { Fault } from './faults/fault.ts';

export const EXIT_CODES = {
  kept: { code: 0, meaning: 'Every promise was kept.' },
  broken: { code: 1, meaning: 'A promise was broken; the report says which.' },
  usage: { code: 2, meaning: 'The command line is wrong; nothing was done.' },
  impossible: { code: 3, meaning: 'It could not be tried: the server did not start or cannot be reached.' },
  interrupted: { code: 130, meaning: 'Interrupted; nothing was checked.' },
} as const;

/** The message says what is wrong with the command line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One server, or gateways and routers on a database and a bus. */
export type Topology = 'single' | 'cluster';

export interface Options {
  /** 0: every fault once. */
  readonly seconds: number;
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly clients: number;
  readonly topology: Topology;
  readonly server: string | undefined;
  readonly keep: string | undefined;
  readonly json: boolean;
}

const DEFAULT_SECONDS = 60;
const DEFAULT_CLIENTS = 12;
const BOUNDS = { seconds: [1, 86_400], clients: [4, 500], seed: [0, 4_294_967_295] } as const;

const SPECS = {
  seconds: { type: 'string' },
  once: { type: 'boolean' },
  seed: { type: 'string' },
  faults: { type: 'string' },
  clients: { type: 'string' },
  topology: { type: 'string' },
  server: { type: 'string' },
  keep: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Returns `help` if the user wants help. Throws a UsageError. `newSeed`: used if no seed is given. */
export function parseOptions(argv: readonly string[], newSeed: () => number): Options | 'help' {
  const values = parsed(argv);
  if (values.help === true) return 'help';
  const { server } = values;
  const topology = topologyOf(values.topology ?? 'single');
  if (server !== undefined && values.topology !== undefined) {
    throw new UsageError('With --server there is nothing to start: leave --topology out.');
  }
  if (server !== undefined) checkServer(server);
  if (server !== undefined && values.faults !== undefined && values.faults !== 'none') {
    throw new UsageError('With --server nothing is broken: leave --faults out, or say --faults none.');
  }
  if (values.once === true && (values.seconds !== undefined || server !== undefined)) {
    throw new UsageError('--once lasts as long as the faults do: leave --seconds and --server out.');
  }
  return {
    seconds: values.once === true ? 0 : (whole('seconds', values.seconds) ?? DEFAULT_SECONDS),
    seed: whole('seed', values.seed) ?? newSeed(),
    clients: whole('clients', values.clients) ?? DEFAULT_CLIENTS,
    faults: server === undefined ? faultsOf(values.faults ?? 'all', topology) : [],
    topology,
    server,
    keep: values.keep,
    json: values.json === true,
  };
}

function parsed(argv: readonly string[]): Partial<Record<keyof typeof SPECS, string | boolean>> & {
  readonly server?: string;
  readonly faults?: string;
  readonly topology?: string;
  readonly keep?: string;
  readonly seconds?: string;
  readonly seed?: string;
  readonly clients?: string;
} {
  try {
    return parseArgs({ args: [...argv], options: SPECS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // parseArgs' messages name the option and the problem.
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See posthorn verify --help.`);
  }
}

function whole(name: keyof typeof BOUNDS, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [least, most] = BOUNDS[name];
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, and "${text}" is not.`);
  }
  return value;
}

function checkServer(server: string): void {
  const protocol = URL.canParse(server) ? new URL(server).protocol : '';
  if (!['http:', 'https:', 'tcp:', 'tls:'].includes(protocol)) {
    throw new UsageError(
      `--server must be like http://host:7010 or tcp://host:7011, and "${server}" is not.`,
    );
  }
}

function topologyOf(name: string): Topology {
  if (name === 'single' || name === 'cluster') return name;
  throw new UsageError(`--topology must be single or cluster, and "${name}" is not.`);
}

function faultsOf(list: string, topology: Topology): readonly Fault[] {
  const faults = topology === 'cluster' ? CLUSTER_FAULTS : FAULTS;
  if (list === 'all') return faults;
  if (list === 'none') return [];
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => faults.every((fault) => fault.name !== name));
  if (unknown !== undefined) throw new UsageError(whyNoFault(unknown, topology));
  return faults.filter(({ name }) => names.includes(name));
}

function whyNoFault(name: string, topology: Topology): string {
  const [faults, others, other] =
    topology === 'cluster' ? [CLUSTER_FAULTS, FAULTS, 'single'] : [FAULTS, CLUSTER_FAULTS, 'cluster'];
  const isOther = others.some((fault) => fault.name === name);
  const why = isOther ? `The fault "${name}" needs --topology ${other}.` : `There is no fault "${name}".`;
  return `${why} There are: ${faults.map((fault) => fault.name).join(', ')}; or all, or none.`;
}

const ROWS: readonly (readonly [flag: string, text: string])[] = [
  ['--seconds N', `Load and faults for so long; checking comes on top. Default: ${DEFAULT_SECONDS}.`],
  ['--once', 'Every fault once, each as short as it may be, instead of --seconds.'],
  ['--seed S', 'Decides everything that is left to chance. Default: a new one, which the report names.'],
  ['--faults LIST', 'Names from below with commas between, or all (default), or none.'],
  ['--clients N', `Devices that talk. Default: ${DEFAULT_CLIENTS}.`],
  ['--topology T', 'single (default), or cluster: 3 gateways, 3 routers, PostgreSQL and NATS of its own.'],
  ['--server URL', 'Check a server that runs already; then nothing is broken. It must take new accounts.'],
  ['--keep DIR', 'Keep history.jsonl, the server’s log and all data in this directory.'],
  ['--json', 'One line of JSON at the end, and nothing else on stdout.'],
  ['--help', 'Show this.'],
];

export function help(): string {
  const row = ([name, text]: readonly [string, string]): string => `  ${name.padEnd(17)}${text}`;
  return [
    'Usage: posthorn verify [options]',
    '',
    'Starts a Posthorn of its own in a temporary directory, lets many clients talk, breaks things, and checks',
    'afterwards that every promise was kept. Nothing that exists is touched.',
    '',
    ...ROWS.map(row),
    '',
    'Faults of one node',
    ...FAULTS.map(({ name, summary }) => row([name, summary])),
    '',
    'Faults of a cluster, beside those of the network and of clients',
    ...CLUSTER_FAULTS.filter((fault) => !FAULTS.includes(fault)).map(({ name, summary }) =>
      row([name, summary]),
    ),
    '',
    'Exit codes',
    ...Object.values(EXIT_CODES).map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`),
    '',
  ].join('\n');
}
