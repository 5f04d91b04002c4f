/**
 * `npm run dev:cluster`: two gateways and two routers on a PostgreSQL and a NATS of their own, until Ctrl+C. Their data
 * goes with them.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { MissingProgramError, startPostgres } from '@posthorn/services';
import { ProcessCluster } from './process-cluster.ts';
import type { ServerProcess } from './server-process.ts';

/** The nodes take these and the ones after it. */
const DEFAULT_FIRST_PORT = '7100';

const USAGE = `npm run dev:cluster -- [options]
  --first-port N     the nodes listen on N to N+7 (default: ${DEFAULT_FIRST_PORT}); 0: on any free ports
  --log-level LEVEL  of the nodes: debug, info, warn, error, silent (default: info)
  --help             show this`;

/** Resolves with the exit code when it has ended, all its processes with it. */
export async function runDevCluster(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'first-port': { type: 'string', default: DEFAULT_FIRST_PORT },
      'log-level': { type: 'string', default: 'info' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const told = untilTold();
  print('Starting PostgreSQL, NATS, two routers and two gateways …');
  try {
    const cluster = await ProcessCluster.start(startPostgres, {
      firstPort: Number(values['first-port']),
      options: ['--log-format', 'text', '--log-level', values['log-level']],
      onLog: (node, text) => print(prefixed(node, text)),
    });
    try {
      print(addresses(cluster));
      await told;
      print('\nEnding all of it …');
    } finally {
      await cluster.close();
    }
    print('Nothing is left of it.');
    return 0;
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    print(error.message);
    return 1;
  }
}

function addresses(cluster: ProcessCluster): string {
  const { gateways, routers, services } = cluster;
  const [nats, database] = services;
  const row = (name: string, pid: number, urls: string): string =>
    `  ${name.padEnd(12)}${String(pid).padEnd(9)}${urls}`;
  const rowOf = (node: ServerProcess, urls: string): string => row(node.name, node.pid, urls);
  return [
    '',
    '  what        process  where',
    ...gateways.map((node) => rowOf(node, `${node.httpUrl}  ${node.tcpUrl}`)),
    ...routers.map((node) => rowOf(node, `${node.httpUrl}  (REST API, metrics)`)),
    row('PostgreSQL', database?.pid ?? 0, database?.url ?? ''),
    row('NATS', nats?.pid ?? 0, nats?.url ?? ''),
    '',
    `  npx posthorn chat --server ${gateways[0]?.httpUrl} --user ann --password but-soft --register`,
    `  npx posthorn chat --server ${gateways[1]?.httpUrl} --user bob --password but-soft --register`,
    '',
    'Ctrl+C ends all of it.',
  ].join('\n');
}

/** Resolves at the first SIGINT, SIGTERM or SIGHUP, or when the process that started us is gone. */
function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
    process.once('disconnect', () => resolve());
  });
}

function prefixed(node: string, text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${node.padEnd(10)}| ${line}`)
    .join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
