/**
 * What an entry costs beside a message: reactions in direct chat, a message with 10,000 reactions, and a page with it.
 *
 * @module
 */
import { encodeContent, packClientFrame } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { logQueries } from '@posthorn/server/queries';
import type { Lab, Stage } from '../lab.ts';
import { ask, onFrames } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { watchCpu } from '../load/cpu.ts';
import { attachAll } from '../load/crowd.ts';
import { numberedText } from '../load/numbered.ts';
import { passed } from '../load/paced.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import type { Seeded } from '../seed.ts';

const PAIRS = 50;
/** Messages of each pair that can be reacted to. */
const TARGETS = 50;
const IN_FLIGHT = 8;
/** Each kind is measured so often, in turns. */
const TURNS = 3;
const WARM_UP_SECONDS = 1;
const CROWD = 10_000;
/** Users who only react need no account. */
const FIRST_GHOST = 1_000_000_000;
const PAGES = 200;
const EMOJIS = ['👍', '❤️', '😄', '😮', '🎉'];
const APPENDED = 'posthorn_append_batch_messages_sum';

export const entries: Scenario = {
  name: 'entries',
  summary: 'a reaction beside a message, and a message with 10,000 reactions',
  run,
};

type Content = (talker: Talker, number: number) => ContentInit;

interface Talker {
  readonly pipe: Pipe;
  readonly conversation: number;
}

async function run(lab: Lab): Promise<Outcome> {
  let conversations: readonly number[] = [];
  const crowd = lab.scaled(CROWD);
  let ghostMicros = { first: 0, last: 0 };
  const stage = await lab.stage(lab.scaled(PAIRS) * 2, {}, async (directory, users) => {
    const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
    conversations = await fill(store, users);
    lab.note(`${crowd} reactions to one message`);
    ghostMicros = await gather(store, conversations[0] ?? 0, crowd);
    await store.close();
  });
  const pipes = await attachAll(stage);
  const talkers = pipes.map((pipe, index) => ({ pipe, conversation: conversations[index >> 1] ?? 0 }));
  const [plain, crowded] = [await pageMillis(talkers[2], 2), await pageMillis(talkers[0], 1)];
  const figures = { message: [] as number[], reaction: [] as number[] };
  for (let turn = 0; turn < TURNS; turn++) {
    lab.note(`turn ${turn + 1} of ${TURNS}`);
    figures.message.push(await measure(lab, stage, talkers, text));
    figures.reaction.push(await measure(lab, stage, talkers, reaction));
  }
  for (const pipe of pipes) pipe.close();
  await stage.end();
  return { results: resultsOf({ figures, crowd, ghostMicros, plain, crowded }), charts: [] };
}

interface Figures {
  readonly figures: { readonly message: readonly number[]; readonly reaction: readonly number[] };
  readonly crowd: number;
  readonly ghostMicros: { readonly first: number; readonly last: number };
  readonly plain: number;
  readonly crowded: number;
}

function resultsOf({ figures, crowd, ghostMicros, plain, crowded }: Figures): readonly [Result, ...Result[]] {
  return [
    {
      what: 'a reaction in direct chat',
      figure: median(figures.reaction),
      unit: 'µs of a core',
      floor: median(figures.message),
      floorName: 'a message',
      targets: [{ ratioAtMost: 1.5 }],
    },
    {
      what: `the last of ${crowd} reactions to one message, in the store`,
      figure: ghostMicros.last,
      unit: 'µs of a core',
      floor: ghostMicros.first,
      floorName: 'the first ones',
    },
    {
      what: `a page of a message with ${crowd} reactions`,
      figure: crowded,
      unit: 'ms',
      floor: plain,
      floorName: 'a page of a message without any',
    },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const text: Content = (_, number) => ({ text: numberedText(number) });

/** Each changes something: whatever was added in one round is taken back in the next. */
const reaction: Content = (_, number) => {
  const place = number % (TARGETS * EMOJIS.length);
  const remove = Math.floor(number / (TARGETS * EMOJIS.length)) % 2 === 1;
  const emoji = EMOJIS[place % EMOJIS.length] ?? '';
  return {
    kind: { case: 'reaction', value: { target: 1 + Math.floor(place / EMOJIS.length), emoji, remove } },
  };
};

/** Opens a direct conversation for each pair, with some messages. Returns their ids. */
async function fill(store: Store, users: readonly Seeded[]): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let at = 0; at + 1 < users.length; at += 2) {
    const [sender = 0, peer = 0] = [users[at]?.id, users[at + 1]?.id];
    const { id: conversation, version } = await store.run(logQueries.openDirect, sender, peer);
    const content = encodeContent({ text: numberedText(at) }).slice();
    const base = { conversation, version, sender, time: Date.now(), content };
    await store.log.append(
      Array.from({ length: TARGETS }, (_, index) => ({ ...base, clientId: `${conversation}-${index}` })),
    );
    ids.push(conversation);
  }
  return ids;
}

/** Lets many react to the first message of a conversation. Returns µs for each of the first and of the last ones. */
async function gather(store: Store, conversation: number, count: number) {
  const batch = Math.max(1, Math.floor(count / 10));
  const micros: number[] = [];
  for (let at = 0; at < count; at += batch) {
    const appends = Array.from({ length: Math.min(batch, count - at) }, (_, index) =>
      ghost(conversation, at + index),
    );
    const before = process.cpuUsage();
    const outcomes = await store.log.append(appends);
    const { user, system } = process.cpuUsage(before);
    micros.push((user + system) / appends.length);
    if (outcomes.some(({ status }) => status !== 'appended')) throw new Error('a reaction was refused');
  }
  return { first: micros[1] ?? micros[0] ?? 0, last: micros.at(-1) ?? 0 };
}

function ghost(conversation: number, index: number) {
  const value = { target: 1, emoji: EMOJIS[index % EMOJIS.length] ?? '', remove: false };
  const content = encodeContent({ kind: { case: 'reaction', value } }).slice();
  const effect = { type: 'react', ...value, seesFrom: 1 };
  const sender = FIRST_GHOST + index;
  return {
    conversation,
    version: 1,
    sender,
    clientId: `g${index}`,
    time: Date.now(),
    content,
    effect,
    counts: false,
  };
}

/** Median time of a page that has one message. */
async function pageMillis(talker: Talker | undefined, seq: number): Promise<number> {
  if (talker === undefined) return 0;
  const millis: number[] = [];
  const range = { conversation: talker.conversation, after: seq - 1, limit: 1 };
  for (let count = 0; count < PAGES; count++) {
    const start = performance.now();
    await ask(talker.pipe, (lastId += 1), { case: 'pull', value: { ranges: [range] } });
    millis.push(performance.now() - start);
  }
  return median(millis);
}

let lastId = 10;

/** µs of the server's core for each. */
async function measure(
  lab: Lab,
  { server }: Stage,
  talkers: readonly Talker[],
  content: Content,
): Promise<number> {
  const talk = speak(talkers, content);
  await passed(Math.min(WARM_UP_SECONDS, lab.seconds) * 1000);
  const cpu = await watchCpu(server);
  const before = await server.metrics(APPENDED);
  const start = performance.now();
  await passed((lab.seconds / TURNS) * 1000);
  const after = await server.metrics(APPENDED);
  const elapsed = (performance.now() - start) / 1000;
  const { serverCpu } = await cpu();
  await talk.end();
  return (serverCpu * elapsed * 1e6) / Math.max(1, after[APPENDED] - before[APPENDED]);
}

/** Talkers keep sends in flight until they end. */
function speak(talkers: readonly Talker[], content: Content): { end(): Promise<void> } {
  let isOver = false;
  let inFlight = talkers.length * IN_FLIGHT;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  for (const talker of talkers) {
    let number = 0;
    const next = (): void => {
      const id = (lastId += 1);
      const target = { case: 'conversation', value: talker.conversation } as const;
      const value = { target, clientId: `e${id}`, content: content(talker, number++) };
      talker.pipe.write(packClientFrame({ id, body: { case: 'send', value } }));
    };
    onFrames(talker.pipe, ({ re, body }) => {
      if (re === 0) return;
      if (body?.case === 'error') throw new Error(`a send was refused: ${body.value.message}`);
      if (!isOver) next();
      else if ((inFlight -= 1) === 0) resolve();
    });
    for (let count = 0; count < IN_FLIGHT; count++) next();
  }
  return {
    async end() {
      isOver = true;
      await ended;
    },
  };
}
