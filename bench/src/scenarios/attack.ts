/**
 * The server is attacked in every way that we know, all at once: how this affects others, and its memory. It runs
 * with the limits that it has by default. Its memory is compared with that of a server that has been busy with messages, whose caches and heap
 * are as large as they get: what fills those is no attack.
 *
 * @module
 */
import { configWith } from '@posthorn/server';
import { ATTACKS } from '../attacks/attacks.ts';
import { LOAD_CORE } from '../cores.ts';
import type { Lab, ServerOptions, Stage } from '../lab.ts';
import { ask, attach, dialTcp } from '../load/client.ts';
import { DirectChat } from '../load/direct-chat.ts';
import type { Talk } from '../load/direct-chat.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const BYSTANDERS = 100;
const PER_SECOND = 100;
const ATTACKERS = 10;
/** Others, so that the attackers have somebody to add, to watch and to search for. */
const CROWD = 1000;
const WARM_UP_SECONDS = 5;
const WARM_UP_IN_FLIGHT = 10;
const MIB = 1024 * 1024;
/** More than the caches of the database hold. */
const USED_BYTES = 128 * MIB;
const LARGE_BYTES = 120_000;

export const attack: Scenario = {
  name: 'attack',
  summary: `${ATTACKS.length} attacks at once: latency of the others, memory of the server`,
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const bystanders = lab.scaled(BYSTANDERS / 2) * 2;
  const stage = await lab.stage(bystanders + ATTACKERS + lab.scaled(CROWD), limits());
  const chat = await DirectChat.join({ server: stage.server, users: stage.users.slice(0, bystanders) });
  const { rss: unused } = await stage.server.usage();
  await fillCaches(stage, lab.scaled(USED_BYTES / LARGE_BYTES));
  lab.note(`${bystanders} users talk, nobody attacks`);
  await chat.saturate(WARM_UP_IN_FLIGHT, Math.min(WARM_UP_SECONDS, lab.seconds));
  const before = await chat.steady({ perSecond: PER_SECOND, seconds: lab.seconds });
  const { rss } = await stage.server.usage();
  await stage.server.peakRss();
  lab.note(`${ATTACKS.length} attacks at once`);
  const attackers = startAttacks(lab, stage, bystanders);
  await attackers.next();
  const during = await chat.steady({ perSecond: PER_SECOND, seconds: lab.seconds });
  const peak = await stage.server.peakRss();
  const { rss: after } = await stage.server.usage();
  await lab.end(attackers);
  chat.close();
  refuseLosses(during);
  return outcomeOf({ before, during, unused, rss, after, peak });
}

/** Fills the caches of the database: one user sends so many large messages to another one, who reads each. */
async function fillCaches({ server, users }: Stage, count: number): Promise<void> {
  const [writer, reader] = [users.at(-1), users.at(-2)];
  if (writer === undefined || reader === undefined) throw new Error('this takes two users');
  const [from, to] = [await dialTcp(server.tcp), await dialTcp(server.tcp)];
  await attach(from, writer.token);
  await attach(to, reader.token);
  const kind = { case: 'custom', value: { type: 'use', data: new Uint8Array(LARGE_BYTES) } } as const;
  for (let id = 10; id < 10 + count; id++) {
    const target = { case: 'user', value: reader.id } as const;
    const sent = await ask(from, id, {
      case: 'send',
      value: { target, clientId: `use${id}`, content: { kind } },
    });
    if (sent.case !== 'ack') throw new Error(`not sent: ${sent.case}`);
    const { conversation, seq } = sent.value;
    await ask(to, id, { case: 'pull', value: { ranges: [{ conversation, after: seq - 1 }] } });
  }
  from.close();
  to.close();
}

/** Those of `posthorn start`, in place of the lab's own, which let the load do everything. */
function limits(): ServerOptions {
  const { maxConnections, sendRate, groupsPerHour, addedPerHour } = configWith({});
  return { maxConnections, sendRate, groupsPerHour, addedPerHour };
}

function startAttacks(lab: Lab, stage: Stage, bystanders: number): ReturnType<Lab['start']> {
  const accounts = stage.users.slice(bystanders, bystanders + ATTACKERS);
  const victim = stage.users[0]?.id ?? 0;
  const args = [String(stage.http), String(stage.tcp), String(victim), JSON.stringify(accounts)];
  return lab.start('attacker', args, { core: LOAD_CORE });
}

function refuseLosses({ unanswered, refused }: Talk): void {
  if (unanswered > 0 || Object.keys(refused).length > 0) {
    throw new Error(`others were refused: ${unanswered} without an answer, ${JSON.stringify(refused)}`);
  }
}

interface Measured {
  readonly before: Talk;
  readonly during: Talk;
  /** Memory of the server in bytes: just started, before the attacks, at the end, and the most in between. */
  readonly unused: number;
  readonly rss: number;
  readonly after: number;
  readonly peak: number;
}

function outcomeOf({ before, during, unused, rss, after, peak }: Measured): Outcome {
  return {
    results: [
      {
        what: 'attacked: delivery between others, p99',
        figure: during.delivery.at(99),
        unit: 'ms',
        floor: before.delivery.at(99),
        floorName: 'the same with no attack',
        targets: [{ atMost: 100 }],
        detail: {
          ...during.delivery.summary('delivery'),
          ...during.ack.summary('ack'),
          messagesPerSecond: PER_SECOND,
          serverCpu: during.serverCpu,
          serverCpuBefore: before.serverCpu,
        },
      },
      {
        what: 'attacked: memory of the server at the end',
        figure: after / MIB,
        unit: 'MiB',
        floor: rss / MIB,
        floorName: 'after a busy time, before the attacks',
        targets: [{ ratioAtMost: 1.5 }],
        detail: { peakMiB: Math.round(peak / MIB), unusedMiB: Math.round(unused / MIB) },
      },
    ],
    charts: [
      {
        title: 'Attacked: delivery between others',
        x: { label: 'percentile', scale: 'percentile' },
        y: { label: 'ms', scale: 'log' },
        series: [
          { name: 'attacked', points: during.delivery.curve() },
          { name: 'not attacked', points: before.delivery.curve(), isFloor: true },
        ],
      },
    ],
  };
}
