/**
 * The cost of an idle connection, and the rate of new ones. Each belongs to a different user, is attached, and sends
 * nothing.
 *
 * @module
 */
import { SERVER_CORE } from '../cores.ts';
import type { Lab } from '../lab.ts';
import { attach, dialTcp, dialWebSocket } from '../load/client.ts';
import { grow, SAMPLES } from '../load/growth.ts';
import type { Grown } from '../load/growth.ts';
import { localAddress } from '../load/crowd.ts';
import type { Kind } from '../load/crowd.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Chart, Series } from '../report/chart.ts';
import type { Scenario } from '../scenario.ts';

const CONNECTIONS = 8000;
/**
 * The first connections are counted separately: while they log in, V8 grows its young generation once to the size
 * that a busy server has anyway, whatever the number of connections.
 */
const FIRST = 4000;
const KIB = 1024;
const MIB = KIB * KIB;

export const connections: Scenario = {
  name: 'connections',
  summary:
    'memory of idle TCP and WebSocket connections, of an idle server, and how fast connections are taken',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const tcp = await measured(lab, 'tcp');
  const ws = await measured(lab, 'ws');
  const idleServer: Result = {
    what: 'an idle server',
    figure: (await idleBytes(lab)) / MIB,
    unit: 'MB resident',
    floor: ws.plain.idle / MIB,
    floorName: 'Node with a plain ws server',
    targets: [{ atMost: 90 }],
  };
  return {
    results: [
      memoryResult('TCP', tcp, 4.5),
      memoryResult('WebSocket', ws, 8),
      idleServer,
      acceptResult('TCP', tcp),
      acceptResult('WebSocket', ws),
    ],
    charts: [chartOf(tcp, ws)],
  };
}

/** The memory of a server without any connection. */
async function idleBytes(lab: Lab): Promise<number> {
  // In a checkout the first server that ends normally fills the code cache, which an installed package has from the
  // start.
  const first = await lab.server(await lab.directory());
  await first.child.leave();
  const server = await lab.server(await lab.directory());
  const { rss } = await server.usageAfterGc();
  await lab.end(server.child);
  return rss;
}

interface Pair {
  readonly ours: Grown;
  readonly plain: Grown;
  readonly count: number;
}

function memoryResult(name: string, { ours, plain, count }: Pair, atMost: number): Result {
  return {
    what: `an idle ${name} connection, attached`,
    figure: ours.resident / KIB,
    unit: 'KB resident each',
    floor: plain.resident / KIB,
    floorName: name === 'TCP' ? 'a plain net connection' : 'a plain ws connection',
    targets: [{ atMost }],
    detail: {
      connections: count,
      heapKb: Number((ours.heap / KIB).toFixed(2)),
      megabytesOfTheFirst: Number((ours.first / MIB).toFixed(1)),
    },
  };
}

function acceptResult(name: string, { ours, plain }: Pair): Result {
  return {
    what: `${name} connections taken, hello and attach with a token included`,
    figure: ours.perSecond,
    unit: 'connections/s',
    floor: plain.perSecond,
    floorName: name === 'TCP' ? 'a plain net server' : 'a plain ws server',
  };
}

async function measured(lab: Lab, kind: Kind): Promise<Pair> {
  const count = lab.scaled(CONNECTIONS, SAMPLES);
  const first = lab.scaled(FIRST);
  lab.note(`${first + count} connections over ${kind}`);
  const stage = await lab.stage(count + first);
  const port = kind === 'tcp' ? stage.tcp : stage.http;
  const ours = await grow({
    first,
    count,
    usage: () => stage.server.usageAfterGc(),
    open: async (index) => {
      const pipe = await dialer(kind)(port, localAddress(index));
      await attach(pipe, stage.users[index]?.token ?? '');
      return pipe;
    },
  });
  await stage.end();
  lab.note('the floor');
  const child = lab.start('floors/idle-server', [kind], { core: SERVER_CORE, nodeArgs: ['--expose-gc'] });
  const { port: plainPort } = await child.next<{ port: number }>();
  const plain = await grow({
    first,
    count,
    usage: () => child.ask('gc'),
    open: (index) => dialer(kind)(plainPort, localAddress(index)),
  });
  await lab.end(child);
  return { ours, plain, count };
}

function dialer(kind: Kind): typeof dialTcp {
  return kind === 'tcp' ? dialTcp : dialWebSocket;
}

function chartOf(tcp: Pair, ws: Pair): Chart {
  const series = ([name, { curve }, isFloor]: [string, Grown, boolean]): Series => ({
    name,
    points: curve,
    isFloor,
  });
  return {
    title: 'Memory by idle connections',
    x: { label: 'connections', scale: 'linear' },
    y: { label: 'MB resident', scale: 'linear' },
    series: [
      series(['WebSocket', ws.ours, false]),
      series(['TCP', tcp.ours, false]),
      series(['plain ws', ws.plain, true]),
      series(['plain net', tcp.plain, true]),
    ],
  };
}
