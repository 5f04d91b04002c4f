/**
 * All clients lose their connection, reconnect at once, and fetch what they missed: first after a network outage,
 * then after the server was killed and restarted.
 *
 * @module
 */
import { SERVER_CORE } from '../cores.ts';
import type { Lab, Stage } from '../lab.ts';
import { ask, attach, dialTcp, onFrames, sendFrame } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { attachAll, localAddress } from '../load/crowd.ts';
import { Latencies } from '../load/latencies.ts';
import { numberedText, numberIn } from '../load/numbered.ts';
import { passed } from '../load/paced.ts';
import { RateOverTime } from '../load/rate.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const CLIENTS = 15_000;
const FEED_IN_FLIGHT = 250;
/** Longest random delay before a client retries. */
const RETRY_WITHIN_MS = 1000;
const GIVE_UP_MS = 120_000;
const SLICE_MS = 250;

export const storm: Scenario = {
  name: 'storm',
  summary: '15,000 clients drop, return at once and fetch what they missed',
  run,
};

interface Return {
  /** Seconds from the moment when they may reconnect until the last one has everything. */
  readonly seconds: number;
  readonly each: Latencies;
  readonly retries: number;
  readonly lost: number;
  readonly overTime: RateOverTime;
  readonly pipes: readonly Pipe[];
}

/** `cpuSeconds`: used by the server meanwhile, including its start. */
interface Served extends Return {
  readonly cpuSeconds: number;
}

/** Reconnects and fetches. `missed`: the number of the message that was sent meanwhile. */
type ComeBack = (index: number) => Promise<{ readonly pipe: Pipe; readonly missed: number | undefined }>;

async function run(lab: Lab): Promise<Outcome> {
  const clients = lab.scaled(CLIENTS);
  lab.note(`${clients} clients`);
  const stage = await lab.stage(clients + 1);
  await dropAll(stage, await attachAll(stage, { from: 1 }));
  await feed(stage, 0);
  lab.note('they return');
  const before = await stage.server.usage();
  const returned = await everybodyReturns(clients, (index) => comeBack(stage, index, 0));
  const after = await stage.server.usage();
  const cut: Served = { ...returned, cpuSeconds: after.cpuSeconds - before.cpuSeconds };
  lab.note('the server is killed and started again');
  await feed(stage, clients);
  const restarted = await restart(lab, stage, clients);
  closeAll([...cut.pipes, ...restarted.pipes]);
  lab.note('the floor');
  const floor = await plainReturn(lab, clients);
  return {
    results: [
      resultOf(
        `storm: ${clients} clients return at once and sync, until the last one has everything`,
        cut,
        floor,
      ),
      lostResult(cut, restarted),
      resultOf(`storm: the same after the server was killed, with its start`, restarted, floor),
    ],
    charts: [
      {
        title: 'Storm: clients that are back and have everything',
        x: { label: 's since the cut was over, or since the kill', scale: 'linear' },
        y: { label: 'clients a second', scale: 'linear' },
        series: [
          { name: 'network gone for a moment', points: cut.overTime.points(Math.max(1, cut.seconds)) },
          { name: 'server killed', points: restarted.overTime.points(Math.max(1, restarted.seconds)) },
        ],
      },
      {
        title: 'Storm: until a client has everything',
        x: { label: 'percentile', scale: 'percentile' },
        y: { label: 'ms', scale: 'linear' },
        series: [
          { name: 'network gone for a moment', points: cut.each.curve() },
          { name: 'server killed', points: restarted.each.curve() },
        ],
        target: { y: 15_000, label: 'all back: 15 s' },
      },
    ],
  };
}

function resultOf(what: string, served: Served, floor: number): Result {
  const { seconds, each, retries, pipes, cpuSeconds } = served;
  return {
    what,
    figure: seconds,
    unit: 's',
    floor,
    floorName: 'as many plain TCP connections with three small echoes each',
    targets: [{ atMost: 15 }],
    detail: {
      ...each.summary('each'),
      retries,
      serverCpu: Number((cpuSeconds / seconds).toFixed(2)),
      serverUsPerClient: Math.round((cpuSeconds * 1e6) / pipes.length),
    },
  };
}

function lostResult(cut: Return, restarted: Return): Result {
  return {
    what: 'storm: messages sent to those who were away that did not reach them',
    figure: cut.lost + restarted.lost,
    unit: 'messages',
    targets: [{ atMost: 0 }],
  };
}

async function dropAll(stage: Stage, pipes: readonly Pipe[]): Promise<void> {
  closeAll(pipes);
  // The server notices each close at its own pace.
  while ((await stage.server.metrics('posthorn_connections')).posthorn_connections > 0) await passed(50);
}

/** The first user writes to all others: message `first + n` goes to client n. Resolves when all are acked. */
async function feed(stage: Stage, first: number): Promise<void> {
  const pipe = await dialTcp(stage.tcp);
  await attach(pipe, stage.users[0]?.token ?? '');
  const receivers = stage.users.slice(1);
  let [sent, acked] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    const next = (): void => {
      const receiver = receivers[sent];
      if (receiver === undefined) return;
      const number = first + sent++;
      const message = { clientId: `s${number}`, text: numberedText(number) };
      pipe.write(sendFrame(10 + number, { case: 'user', value: receiver.id }, message));
    };
    onFrames(pipe, ({ re, body }) => {
      if (re === 0) return;
      if (body?.case !== 'ack') reject(new Error(`a message was refused: ${JSON.stringify(body)}`));
      else if (++acked === receivers.length) resolve();
      else next();
    });
    for (let count = 0; count < FEED_IN_FLIGHT; count++) next();
  });
  pipe.close();
}

async function everybodyReturns(clients: number, comeBackOnce: ComeBack, firstNumber = 0): Promise<Return> {
  const start = performance.now();
  const each = new Latencies();
  const overTime = new RateOverTime(start, SLICE_MS);
  const pipes: Pipe[] = [];
  let [retries, lost, last] = [0, 0, start];
  const one = async (index: number): Promise<void> => {
    while (performance.now() - start < GIVE_UP_MS) {
      try {
        const { pipe, missed } = await comeBackOnce(index);
        pipes.push(pipe);
        if (missed !== firstNumber + index) lost++;
        const now = performance.now();
        each.record(now - start);
        overTime.count(now);
        last = Math.max(last, now);
        return;
      } catch {
        // Refused or reset: retries a little later, like a client.
        retries++;
        await passed(Math.random() * RETRY_WITHIN_MS);
      }
    }
    lost++;
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => one(index)));
  return { seconds: (last - start) / 1000, each, retries, lost, overTime, pipes };
}

/** Connects, attaches, compares heads, and pulls what is new. `seen`: how much of the conversation it had. */
async function comeBack(stage: Stage, index: number, seen: number): ReturnType<ComeBack> {
  const pipe = await dialTcp(stage.tcp, localAddress(index + seen));
  try {
    await attach(pipe, stage.users[index + 1]?.token ?? '');
    const heads = await ask(pipe, 10, { case: 'listHeads', value: { limit: 1000 } });
    if (heads.case !== 'headsPage') throw new Error(`an odd answer: ${heads.case}`);
    const ranges = heads.value.heads
      .filter(({ seq }) => seq > seen)
      .map(({ conversation }) => ({ conversation, after: seen, limit: 1000 }));
    if (ranges.length === 0) return { pipe, missed: undefined };
    const pulled = await ask(pipe, 11, { case: 'pull', value: { ranges } });
    if (pulled.case !== 'pulled') throw new Error(`an odd answer: ${pulled.case}`);
    const messages = pulled.value.batches.flatMap((batch) => batch.messages);
    const [only] = messages;
    return { pipe, missed: messages.length === 1 && only !== undefined ? numberIn(only.content) : undefined };
  } catch (error) {
    pipe.close();
    throw error;
  }
}

/** Kills the server and starts it on the same port; the clients retry from the kill on. */
async function restart(lab: Lab, stage: Stage, clients: number): Promise<Served> {
  await stage.server.child.end('SIGKILL');
  const starting = lab.server(stage.directory, { http: stage.http, tcp: stage.tcp });
  const returning = everybodyReturns(clients, (index) => comeBack(stage, index, 1), clients);
  const server = await starting;
  const returned = await returning;
  const { cpuSeconds } = await server.usage();
  await lab.end(server.child);
  return { ...returned, cpuSeconds };
}

async function plainReturn(lab: Lab, clients: number): Promise<number> {
  const child = lab.start('floors/echo-server', [], { core: SERVER_CORE });
  const { port } = await child.next<{ port: number }>();
  const bytes = Buffer.alloc(100, 0x2e);
  const { seconds, pipes } = await everybodyReturns(clients, async (index) => {
    const pipe = await dialTcp(port, localAddress(index));
    for (let round = 0; round < 3; round++) {
      await new Promise<void>((resolve, reject) => {
        pipe.onBytes = () => resolve();
        pipe.onClose = () => reject(new Error('hung up'));
        pipe.write(bytes);
      });
    }
    return { pipe, missed: index };
  });
  await lab.end(child);
  closeAll(pipes);
  return seconds;
}

function closeAll(pipes: readonly Pipe[]): void {
  for (const pipe of pipes) pipe.close();
}
