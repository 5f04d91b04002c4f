/**
 * A poll of 10,000 votes: what the last vote and a page with the poll cost.
 *
 * @module
 */
import { encodeContent } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { logQueries } from '@posthorn/server/queries';
import type { Lab } from '../lab.ts';
import { ask } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { attachAll } from '../load/crowd.ts';
import { Latencies } from '../load/latencies.ts';
import { rounded } from '../outcome.ts';
import type { Outcome } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const VOTES = 10_000;
const BATCHES = 10;
/** Users who only vote need no account. */
const FIRST_GHOST = 1_000_000_000;
const OPTIONS = ['red', 'green', 'blue', 'yellow'];
const ROUNDS = 200;
/** Messages of the conversation. */
const [POLL, PLAIN] = [1, 2];

export const polls: Scenario = {
  name: 'polls',
  summary: 'a poll of 10,000 votes: the last vote, and a page with the poll',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const count = lab.scaled(VOTES);
  let conversation = 0;
  let micros = { first: 0, last: 0 };
  const stage = await lab.stage(2, {}, async (directory, users) => {
    const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
    const [sender = 0, peer = 0] = users.map(({ id }) => id);
    conversation = (await store.run(logQueries.openDirect, sender, peer)).id;
    for (const content of [poll(), { text: 'beside it' }])
      await store.log.append([append(conversation, sender, content)]);
    lab.note(`${count} votes`);
    micros = await gather(store, conversation, count);
    await store.close();
  });
  const [pipe, ...others] = await attachAll(stage);
  if (pipe === undefined) throw new Error('nobody is there');
  const pages = await inTurns(
    () => page(pipe, conversation, POLL),
    () => page(pipe, conversation, PLAIN),
  );
  const sends = await inTurns(
    (round) => send(pipe, conversation, vote([round % OPTIONS.length])),
    (round) => send(pipe, conversation, { text: `message ${round}` }),
  );
  for (const each of [pipe, ...others]) each.close();
  await stage.end();
  return {
    results: [
      {
        what: `a vote in a poll of ${count}, alone`,
        figure: sends[0],
        unit: 'ms',
        floor: sends[1],
        floorName: 'a message',
      },
      {
        what: `the last of ${count} votes in one poll, in the store`,
        figure: micros.last,
        unit: 'µs of a core',
        floor: micros.first,
        floorName: 'the first ones',
      },
      {
        what: `a page with a poll of ${count} votes`,
        figure: pages[0],
        unit: 'ms',
        floor: pages[1],
        floorName: 'a page of a message without any',
      },
    ],
    charts: [],
  };
}

function poll(): ContentInit {
  return { text: 'Which?', kind: { case: 'poll', value: { options: OPTIONS } } };
}

function vote(choices: readonly number[]): ContentInit {
  return { kind: { case: 'vote', value: { target: POLL, choices } } };
}

let lastId = 10;

function append(conversation: number, sender: number, content: ContentInit) {
  const clientId = `p${(lastId += 1)}`;
  const encoded = encodeContent(content).slice();
  return { conversation, version: 1, sender, clientId, time: Date.now(), content: encoded };
}

/** Lets many vote. Returns µs for each of the first and of the last ones. */
async function gather(store: Store, conversation: number, count: number) {
  const batch = Math.max(1, Math.floor(count / BATCHES));
  const micros: number[] = [];
  for (let at = 0; at < count; at += batch) {
    const appends = Array.from({ length: Math.min(batch, count - at) }, (_, index) => {
      const choices = [(at + index) % OPTIONS.length];
      const effect = { type: 'vote', target: POLL, choices, seesFrom: 1 };
      return { ...append(conversation, FIRST_GHOST + at + index, vote(choices)), counts: false, effect };
    });
    const before = process.cpuUsage();
    const outcomes = await store.log.append(appends);
    const { user, system } = process.cpuUsage(before);
    micros.push((user + system) / appends.length);
    if (outcomes.some(({ status }) => status !== 'appended')) throw new Error('a vote was refused');
  }
  // The code of the first batch is new.
  return { first: micros[1] ?? micros[0] ?? 0, last: micros.at(-1) ?? 0 };
}

/** Asks for one message. */
function page(pipe: Pipe, conversation: number, seq: number): Promise<unknown> {
  const ranges = [{ conversation, after: seq - 1, limit: 1 }];
  return ask(pipe, (lastId += 1), { case: 'pull', value: { ranges } });
}

function send(pipe: Pipe, conversation: number, content: ContentInit): Promise<unknown> {
  const target = { case: 'conversation', value: conversation } as const;
  const id = (lastId += 1);
  return ask(pipe, id, { case: 'send', value: { target, clientId: `s${id}`, content } });
}

type Work = (round: number) => Promise<unknown>;

/** Median times of two kinds of work, in turns. */
async function inTurns(one: Work, other: Work): Promise<readonly [number, number]> {
  const latencies = [new Latencies(), new Latencies()] as const;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, work] of [one, other].entries()) {
      const start = performance.now();
      await work(round);
      latencies[at]?.record(performance.now() - start);
    }
  }
  return [rounded(latencies[0].at(50)), rounded(latencies[1].at(50))];
}
