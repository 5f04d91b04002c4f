/**
 * Three times more load than the server can take: what still gets through, and what happens to the rest.
 *
 * @module
 */
import type { Lab } from '../lab.ts';
import { DirectChat } from '../load/direct-chat.ts';
import type { Talk } from '../load/direct-chat.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
const WARM_UP_SECONDS = 2;
const TIMES_TOO_MUCH = 3;

export const overload: Scenario = {
  name: 'overload',
  summary:
    'direct chat at three times what the server can take: goodput, refusals, latency of what is accepted',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const stage = await lab.stage(lab.scaled(PAIRS) * 2);
  const chat = await DirectChat.join(stage);
  lab.note('the most there can be');
  await chat.saturate(IN_FLIGHT, Math.min(WARM_UP_SECONDS, lab.seconds));
  const peak = await chat.saturate(IN_FLIGHT, lab.seconds);
  const perSecond = Math.round(peak.ackedPerSecond * TIMES_TOO_MUCH);
  lab.note(`${perSecond} msg/s`);
  const flood = await chat.steady({ perSecond, seconds: lab.seconds });
  chat.close();
  return {
    results: [
      {
        what: `direct chat offered at ${TIMES_TOO_MUCH} times the peak: acked`,
        figure: flood.ackedPerSecond,
        unit: 'msg/s',
        floor: peak.ackedPerSecond,
        floorName: 'the peak',
        targets: [{ ratioAtLeast: 0.8 }],
        detail: detailOf(flood),
      },
      {
        what: 'direct chat overloaded: due to durable ack of what is accepted, p99',
        figure: flood.ack.at(99),
        unit: 'ms',
        targets: [{ atMost: 1000 }],
      },
      {
        what: 'direct chat overloaded: sends that got neither an ack nor a refusal',
        figure: flood.unanswered,
        unit: 'messages',
        targets: [{ atMost: 0 }],
      },
    ],
    charts: [
      {
        title: 'Overload: throughput over time',
        x: { label: 'seconds', scale: 'linear' },
        y: { label: 'acks a second', scale: 'linear' },
        series: [
          {
            name: `offered ${TIMES_TOO_MUCH} times the peak`,
            points: flood.acksOverTime.points(flood.seconds),
          },
          { name: 'at the peak', points: peak.acksOverTime.points(peak.seconds), isFloor: true },
        ],
      },
      {
        title: 'Overload: from due to durable ack, of what is accepted',
        x: { label: 'percentile', scale: 'percentile' },
        y: { label: 'ms', scale: 'log' },
        series: [
          { name: 'overloaded', points: flood.ack.curve() },
          { name: 'at the peak', points: peak.ack.curve(), isFloor: true },
        ],
        target: { y: 1000, label: 'p99: 1 s' },
      },
    ],
  };
}

function detailOf(talk: Talk): Record<string, number> {
  return {
    offeredPerSecond: Math.round(talk.offeredPerSecond),
    ...Object.fromEntries(Object.entries(talk.refused).map(([code, count]) => [`refused${code}`, count])),
    ...talk.ack.summary('ack'),
    ...talk.delivery.summary('delivery'),
    serverCpu: talk.serverCpu,
    loadCpu: talk.loadCpu,
  };
}
