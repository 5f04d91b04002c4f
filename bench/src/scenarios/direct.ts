/**
 * Direct chat through the whole server: the peak rate, and the latency at lower rates.
 *
 * @module
 */
import type { Lab } from '../lab.ts';
import { DirectChat } from '../load/direct-chat.ts';
import type { Talk } from '../load/direct-chat.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Chart } from '../report/chart.ts';
import type { Scenario } from '../scenario.ts';
import type { ServerChild } from '../server-child.ts';
import { appendRate } from './store.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
const WARM_UP_SECONDS = 2;
/** The append queue's batches are about this large under load; the floor uses the same size. */
const FLOOR_BATCH = 1000;
const CALM_RATE = 1000;
/** Steps of the search for the knee, between the last sustained rate and the first one that was not. */
const REFINEMENTS = 3;
const TOLERABLE_P99_MS = 100;

export const direct: Scenario = {
  name: 'direct',
  summary: 'direct chat: the most there can be, the knee, and ack and delivery latency at fixed rates',
  run,
};

interface Step {
  readonly rate: number;
  readonly talk: Talk;
}

async function run(lab: Lab): Promise<Outcome> {
  const stage = await lab.stage(lab.scaled(PAIRS) * 2);
  const chat = await DirectChat.join(stage);
  lab.note('the most there can be');
  await chat.saturate(IN_FLIGHT, Math.min(WARM_UP_SECONDS, lab.seconds));
  const peak = await chat.saturate(IN_FLIGHT, lab.seconds);
  const batch = await batchSize(stage.server);
  // Right after the peak, so that a slow moment of the disk affects both.
  lab.note('the floor');
  const floor = await appendRate(lab, 'store', FLOOR_BATCH);
  const half = await measured(lab, chat, peak.ackedPerSecond / 2);
  const calm = await measured(lab, chat, Math.min(CALM_RATE, peak.ackedPerSecond / 2));
  const { knee, steps } = await findKnee(lab, chat);
  chat.close();
  await stage.end();
  return {
    results: [
      {
        what: `direct chat: ${stage.users.length} connections, ${IN_FLIGHT} in flight each, durable`,
        figure: peak.ackedPerSecond,
        unit: 'msg/s',
        floor,
        floorName: `the store's own append floor, batches of ${FLOOR_BATCH}`,
        targets: [{ ratioAtLeast: 0.6 }, { atLeast: 20_000 }],
        detail: { ...detailOf(peak), messagesPerCommit: batch },
      },
      {
        what: 'direct chat: the knee, the highest steady rate that is kept up with',
        figure: knee.rate,
        unit: 'msg/s',
        floor: peak.ackedPerSecond,
        floorName: 'the most there can be',
        detail: detailOf(knee.talk),
      },
      ...latencyResults(half, 20),
      ...latencyResults(calm, 5),
    ],
    charts: chartsOf({ peak, half, calm, steps }),
  };
}

async function measured(lab: Lab, chat: DirectChat, perSecond: number): Promise<Step> {
  const rate = Math.round(perSecond);
  lab.note(`${rate} msg/s`);
  await chat.steady({ perSecond: rate, seconds: Math.min(1, lab.seconds) });
  return { rate, talk: await chat.steady({ perSecond: rate, seconds: lab.seconds }) };
}

/** Doubles the rate until the server cannot keep up, then searches in between. */
async function findKnee(
  lab: Lab,
  chat: DirectChat,
): Promise<{ readonly knee: Step; readonly steps: readonly Step[] }> {
  const steps: Step[] = [];
  const at = async (perSecond: number): Promise<Step> => {
    const rate = Math.round(perSecond);
    lab.note(`${rate} msg/s, looking for the knee`);
    const step = { rate, talk: await chat.steady({ perSecond: rate, seconds: Math.min(3, lab.seconds) }) };
    steps.push(step);
    return step;
  };
  let knee = await at(lab.scaled(CALM_RATE, 50));
  let tooFast = Infinity;
  while (tooFast === Infinity) {
    const step = await at(knee.rate * 2);
    if (keepsUp(step)) knee = step;
    else tooFast = step.rate;
  }
  for (let count = 0; count < REFINEMENTS; count++) {
    const step = await at((knee.rate + tooFast) / 2);
    if (keepsUp(step)) knee = step;
    else tooFast = step.rate;
  }
  return { knee, steps: steps.toSorted((a, b) => a.rate - b.rate) };
}

function keepsUp({ talk }: Step): boolean {
  const isAnswered = talk.unanswered === 0 && Object.keys(talk.refused).length === 0;
  return isAnswered && talk.ack.at(99) <= TOLERABLE_P99_MS;
}

function latencyResults({ rate, talk }: Step, targetMs: number): readonly Result[] {
  const of = (what: string, name: 'ack' | 'delivery'): Result => ({
    what: `direct chat at a steady ${rate} msg/s: ${what}, p99`,
    figure: talk[name].at(99),
    unit: 'ms',
    targets: [{ atMost: targetMs }],
    detail: detailOf(talk),
  });
  return [of('due to durable ack', 'ack'), of('due to delivery', 'delivery')];
}

function detailOf(talk: Talk): Record<string, number> {
  return {
    ...talk.ack.summary('ack'),
    ...talk.delivery.summary('delivery'),
    serverCpu: talk.serverCpu,
    serverUsPerMessage: Math.round((talk.serverCpu / Math.max(1, talk.ackedPerSecond)) * 1e6),
    loadCpu: talk.loadCpu,
  };
}

/** Average messages per commit so far. */
async function batchSize(server: ServerChild): Promise<number> {
  const sum = 'posthorn_append_batch_messages_sum';
  const count = 'posthorn_append_batch_messages_count';
  const { [sum]: messages, [count]: commits } = await server.metrics(sum, count);
  return Math.round(messages / Math.max(1, commits));
}

function chartsOf(of: {
  readonly peak: Talk;
  readonly half: Step;
  readonly calm: Step;
  readonly steps: readonly Step[];
}): readonly Chart[] {
  const { peak, half, calm, steps } = of;
  const percentiles = (name: 'ack' | 'delivery', title: string): Chart => ({
    title,
    x: { label: 'percentile', scale: 'percentile' },
    y: { label: 'ms', scale: 'log' },
    series: [calm, half].map(({ rate, talk }) => ({ name: `${rate} msg/s`, points: talk[name].curve() })),
    target: { y: 20, label: 'p99 at half of the peak: 20 ms' },
  });
  return [
    percentiles('ack', 'Direct chat: from due to durable ack'),
    percentiles('delivery', 'Direct chat: from due to delivery'),
    {
      title: 'Direct chat: latency by rate',
      x: { label: 'messages a second, offered', scale: 'linear' },
      y: { label: 'ms', scale: 'log' },
      series: [99.9, 99, 50].map((percent) => ({
        name: `p${percent} to ack`,
        points: steps.map(({ rate, talk }) => [rate, talk.ack.at(percent)]),
      })),
    },
    {
      title: 'Direct chat: throughput over time, at the most there can be',
      x: { label: 'seconds', scale: 'linear' },
      y: { label: 'acks a second', scale: 'linear' },
      series: [{ name: 'acked', points: peak.acksOverTime.points(peak.seconds) }],
    },
  ];
}
