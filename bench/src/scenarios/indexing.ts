/**
 * What the index of the search costs a send: the same direct chat through a server that has one and a server that has none, in
 * turns, and how far behind the index is then.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Lab, Stage } from '../lab.ts';
import { DirectChat } from '../load/direct-chat.ts';
import { comparedTurns, NO_TURNS, takeTurn } from '../load/turns.ts';
import type { Turns } from '../load/turns.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const PAIRS = 250;
const IN_FLIGHT = 8;
const TURNS = 6;
/** So long the index may take to catch up before the next turn. */
const CATCH_UP_MS = 60_000;
const LOOK_MS = 100;
const LAG = 'posthorn_follower_lag_messages';

export const indexing: Scenario = {
  name: 'indexing',
  summary: 'direct chat through servers with and without the search, and how far behind its index is',
  run,
};

interface Server extends Turns {
  readonly stage: Stage;
  readonly chat: DirectChat;
  /** Messages that were not in the index at the end of a turn, and ms until all were. */
  lag: number;
  catchUpMs: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const open = async (search: 'on' | 'off'): Promise<Server> => {
    const stage = await lab.stage(lab.scaled(PAIRS) * 2, { previews: 'off', search });
    const chat = await DirectChat.join(stage);
    await chat.saturate(IN_FLIGHT, Math.min(2, lab.seconds));
    await catchUp(stage);
    return { stage, chat, ...NO_TURNS, lag: 0, catchUpMs: 0 };
  };
  const [off, on] = [await open('off'), await open('on')];
  lab.note('the most there can be, in turns');
  for (let turn = 0; turn < TURNS; turn++) {
    for (const server of turn % 2 === 0 ? [off, on] : [on, off]) {
      await takeTurn(server, server.chat, { inFlight: IN_FLIGHT, seconds: lab.seconds / 2 });
      const { lag, ms } = await catchUp(server.stage);
      server.lag = Math.max(server.lag, lag);
      server.catchUpMs = Math.max(server.catchUpMs, ms);
    }
  }
  for (const { chat, stage } of [off, on]) {
    chat.close();
    await stage.end();
  }
  const detail = {
    turnSeconds: lab.seconds / 2,
    behindAtMost: on.lag,
    caughtUpAfterMs: Math.round(on.catchUpMs),
  };
  const what = 'direct chat with the search';
  return { results: [comparedTurns(on, off, { what, floorName: 'without the search', detail })], charts: [] };
}

/** Waits until all is indexed: otherwise one server would work in the turn of the other. */
async function catchUp({ server }: Stage): Promise<{ readonly lag: number; readonly ms: number }> {
  const start = performance.now();
  let first: number | undefined;
  for (;;) {
    const { [LAG]: lag = 0 } = await server.child.ask<Readonly<Record<string, number>>>(`metrics ${LAG}`);
    first ??= lag;
    const ms = performance.now() - start;
    if (lag === 0 || ms > CATCH_UP_MS) return { lag: first, ms };
    await pause(LOOK_MS);
  }
}
