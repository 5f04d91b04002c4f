/**
 * What followers of the log cost a send: the same direct chat through servers that run none, one and five, in turns.
 *
 * @module
 */
import type { FollowerDelay } from '../idle-followers.ts';
import type { Lab, Stage } from '../lab.ts';
import { DirectChat } from '../load/direct-chat.ts';
import { comparedTurns, NO_TURNS, takeTurn } from '../load/turns.ts';
import type { Turns } from '../load/turns.ts';
import { Latencies } from '../load/latencies.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
const COUNTS = [0, 1, 5] as const;
/** Short turns, so that what else the machine does meets all servers. */
const TURN_SECONDS = 0.5;
const CALM_RATE = 500;

export const followers: Scenario = {
  name: 'followers',
  summary: 'direct chat through servers with 0, 1 and 5 followers of the log, and how soon a follower hears',
  run,
};

interface Server extends Turns {
  readonly count: number;
  readonly stage: Stage;
  readonly chat: DirectChat;
}

async function run(lab: Lab): Promise<Outcome> {
  const servers: Server[] = [];
  for (const count of COUNTS) {
    const stage = await lab.stage(lab.scaled(PAIRS) * 2, {
      // Followers too.
      previews: 'off',
      search: 'off',
      benchFollowers: count,
    });
    const chat = await DirectChat.join(stage);
    await chat.saturate(IN_FLIGHT, Math.min(2, lab.seconds));
    servers.push({ count, stage, chat, ...NO_TURNS });
  }
  lab.note('the most there can be, in turns');
  const rounds = Math.max(1, Math.round((lab.seconds * 2) / TURN_SECONDS));
  const turn = { inFlight: IN_FLIGHT, seconds: Math.min(TURN_SECONDS, lab.seconds) };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? servers : servers.toReversed();
    for (const server of order) await takeTurn(server, server.chat, turn);
  }
  lab.note(`${CALM_RATE} msg/s`);
  const calm = await calmDelay(lab, servers);
  const [none, one, five] = servers;
  if (none === undefined || one === undefined || five === undefined) throw new Error('a server is missing');
  for (const { chat, stage } of servers) {
    chat.close();
    await stage.end();
  }
  return { results: [compared(five, none), compared(one, none), calm], charts: [] };
}

function compared(server: Server, none: Server): Result {
  const what = `direct chat with ${server.count} ${server.count === 1 ? 'follower' : 'followers'} of the log`;
  return comparedTurns(server, none, { what, floorName: 'without followers' });
}

async function calmDelay(lab: Lab, servers: readonly Server[]): Promise<Result> {
  const delays = new Map<number, FollowerDelay>();
  const acks = new Latencies();
  for (const { count, stage, chat } of servers) {
    if (count === 0) continue;
    await stage.server.child.ask('followers');
    const { ack } = await chat.steady({ perSecond: lab.scaled(CALM_RATE, 20), seconds: lab.seconds });
    acks.add(ack);
    delays.set(count, await stage.server.child.ask<FollowerDelay>('followers'));
  }
  const last = Math.max(...delays.keys());
  const detail = [...delays].map(([count, { p50Ms, p99Ms }]) => [
    [`${count}P50Ms`, p50Ms] as const,
    [`${count}P99Ms`, p99Ms] as const,
  ]);
  return {
    what: `from the router's acceptance to the handler of a follower, p99, at ${CALM_RATE} msg/s`,
    figure: delays.get(last)?.p99Ms ?? 0,
    unit: 'ms',
    floor: acks.at(99),
    floorName: 'from the due moment to the durable ack, p99, at the same time',
    targets: [{ atMost: 100 }],
    detail: Object.fromEntries(detail.flat()),
  };
}
