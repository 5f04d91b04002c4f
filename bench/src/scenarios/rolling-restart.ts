/**
 * Every process of a cluster is drained and restarted, one after the other, while many clients are connected and some
 * talk: how long a client is away, and whether a message is lost.
 *
 * @module
 */
import { startNats, startPostgres } from '@posthorn/services';
import type { Lab, ServerOptions } from '../lab.ts';
import { sideBySide } from '../side-by-side.ts';
import { passed } from '../load/paced.ts';
import { Roamer } from '../load/roamer.ts';
import type { Absences } from '../load/roamer.ts';
import { Latencies } from '../load/latencies.ts';
import { Talkers } from '../load/talkers.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { seedStoreAt } from '../seed.ts';
import type { ServerChild } from '../server-child.ts';

const CLIENTS = 10_000;
const TALKERS = 4;
/** Long enough for any machine: what matters is how long each client is away, not how long the drain takes. */
const DRAIN_TIMEOUT = '20m';
/** Pause between two nodes, as if an operator waited for readiness. */
const BETWEEN_MS = 1000;

export const rollingRestart: Scenario = {
  name: 'rolling-restart',
  summary: 'every node of a cluster is restarted under 10,000 clients (needs nats-server and PostgreSQL)',
  run,
};

interface Node {
  server: ServerChild;
  readonly directory: string;
  readonly options: ServerOptions;
}

async function run(lab: Lab): Promise<Outcome> {
  const clients = lab.scaled(CLIENTS, 8);
  const nats = await startNats();
  lab.onClose(() => nats.remove());
  const database = await startPostgres();
  lab.onClose(() => database.remove());
  lab.note(`${clients} users are made`);
  const users = await seedStoreAt(database.url, clients);
  const shared = { bus: nats.url, drainTimeout: DRAIN_TIMEOUT };
  const nodes: Node[] = [];
  for (const options of [
    { ...shared, role: 'router', store: database.url, passwordMinLength: 1, commonPasswords: true },
    { ...shared, role: 'router', store: database.url, passwordMinLength: 1, commonPasswords: true },
    { ...shared, role: 'gateway' },
    { ...shared, role: 'gateway' },
  ]) {
    const directory = await lab.directory();
    nodes.push({ server: await lab.server(directory, options), directory, options });
  }
  for (const node of nodes) await node.server.ready();
  const ports = nodes.filter(({ options }) => options['role'] === 'gateway').map(({ server }) => server.tcp);
  lab.note(`${clients} clients connect`);
  const absences: Absences = { away: new Latencies(), asked: new Latencies(), gone: 0 };
  const roamers = await sideBySide(
    clients,
    (index) => Roamer.open({ ports, index, token: users[index]?.token ?? '', absences }),
    50,
  );
  const talkers = await Talkers.open(ports, TALKERS);
  await passed(lab.seconds * 1000);
  for (const node of nodes) {
    lab.note(`a ${String(node.options['role'])} is restarted`);
    await restart(lab, node);
    await passed(BETWEEN_MS);
  }
  await Roamer.untilBack(absences);
  const { acked, lost, longestMs } = await talkers.end();
  for (const roamer of roamers) roamer.close();
  return outcome(clients, absences, { acked, lost, longestMs });
}

async function restart(lab: Lab, node: Node): Promise<void> {
  const { server, directory, options } = node;
  await server.child.ask('drain');
  await lab.end(server.child);
  // A router has no port for TCP.
  const ports = { http: server.http, ...(options['role'] === 'gateway' && { tcp: server.tcp }) };
  node.server = await lab.server(directory, { ...options, ...ports });
  await node.server.ready();
}

function outcome(
  clients: number,
  { away, asked }: Absences,
  talk: { readonly acked: number; readonly lost: number; readonly longestMs: number },
): Outcome {
  return {
    results: [
      {
        what: `2 gateways and 2 routers restarted in turn under ${clients} clients: p99 of being away`,
        figure: away.at(99) / 1000,
        unit: 's',
        targets: [{ atMost: 5 }],
        floor: asked.at(99) / 1000,
        floorName: 'p99 of the moments to which the gateways put them off',
        detail: { partings: away.count, ...away.summary('away') },
      },
      {
        what: `rolling restart: of ${talk.acked} acked messages, lost, repeated or out of order`,
        figure: talk.lost,
        unit: 'messages',
        targets: [{ atMost: 0 }],
        detail: { longestSendMs: Math.round(talk.longestMs) },
      },
    ],
    charts: [
      {
        title: 'Rolling restart: how long clients are away',
        x: { label: 'percentile', scale: 'percentile' },
        y: { label: 'ms', scale: 'linear' },
        series: [{ name: 'away', points: away.curve() }],
        target: { y: 5000, label: 'p99: 5 s' },
      },
    ],
  };
}
