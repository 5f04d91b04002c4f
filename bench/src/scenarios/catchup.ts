/**
 * A device that was away for a long time reads 100,000 messages with the real SDK.
 *
 * @module
 */
import { logQueries } from '@posthorn/server/queries';
import { connect } from '@posthorn/client/node';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Lab, Stage } from '../lab.ts';
import { ask, attach, dialTcp } from '../load/client.ts';
import { watchCpu } from '../load/cpu.ts';
import type { CpuShares } from '../load/cpu.ts';
import { numberedText } from '../load/numbered.ts';
import { RateOverTime } from '../load/rate.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import type { Seeded } from '../seed.ts';

const BACKLOG = 100_000;
const CONVERSATIONS = 1000;
const APPEND_BATCH = 1000;
const MAX_PER_PULL = 1000;
const SLICE_MS = 50;
const MIB = 1024 * 1024;

export const catchup: Scenario = {
  name: 'catchup',
  summary: 'a backlog of 100,000 messages through the SDK, and what it costs the server in memory',
  run,
};

interface Caught extends CpuShares {
  readonly perSecond: number;
  readonly grownBytes: number;
  readonly overTime: RateOverTime;
  readonly seconds: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const backlog = lab.scaled(BACKLOG);
  const many = lab.scaled(CONVERSATIONS);
  lab.note(`${backlog} messages in one conversation`);
  const one = await lab.stage(2, {}, (directory, users) => fill(directory, users, backlog));
  // The first reading warms up the code on both sides.
  await catchUp(one, backlog);
  const inOne = await catchUp(one, backlog);
  const floor = await pullAll(one, backlog);
  await one.end();
  lab.note(`${backlog} messages in ${many} conversations`);
  const spread = await lab.stage(many + 1, {}, (directory, users) => fill(directory, users, backlog));
  await catchUp(spread, backlog);
  const inMany = await catchUp(spread, backlog);
  await spread.end();
  return {
    results: [
      { ...resultOf(`catch-up of ${backlog} messages in one conversation`, inOne), ...beside(floor) },
      memoryResult('in one conversation', inOne),
      resultOf(`catch-up of ${backlog} messages in ${many} conversations`, inMany),
      memoryResult(`in ${many} conversations`, inMany),
    ],
    charts: [
      {
        title: 'Catch-up: messages handed to the application over time',
        x: { label: 'seconds', scale: 'linear' },
        y: { label: 'messages a second', scale: 'linear' },
        series: [
          { name: 'one conversation', points: inOne.overTime.points(inOne.seconds) },
          { name: `${many} conversations`, points: inMany.overTime.points(inMany.seconds) },
        ],
        target: { y: 100_000, label: '100,000 a second' },
      },
    ],
  };
}

function beside(floor: number): Pick<Result, 'floor' | 'floorName'> {
  return { floor, floorName: 'the same pages over the protocol, without the SDK' };
}

function resultOf(what: string, { perSecond, serverCpu, loadCpu, seconds }: Caught): Result {
  return {
    what,
    figure: perSecond,
    unit: 'msg/s',
    targets: [{ atLeast: 100_000 }],
    detail: { seconds: Number(seconds.toFixed(2)), serverCpu, loadCpu },
  };
}

function memoryResult(what: string, { grownBytes }: Caught): Result {
  return {
    what: `catch-up ${what}: growth of the server at its peak`,
    figure: grownBytes / MIB,
    unit: 'MiB',
    targets: [{ atMost: 64 }],
  };
}

/** Fills the first user's conversations with all others with an equal share of `count` messages. */
async function fill(directory: string, users: readonly Seeded[], count: number): Promise<void> {
  const [reader, ...others] = users;
  const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  const time = Date.now();
  const places = await Promise.all(
    others.map(async ({ id }) => ({
      sender: id,
      conversation: await store.run(logQueries.openDirect, reader?.id ?? 0, id),
    })),
  );
  for (let from = 0; from < count; from += APPEND_BATCH) {
    const batch = Array.from({ length: Math.min(APPEND_BATCH, count - from) }, (_, index) => {
      const place = places[(from + index) % places.length];
      if (place === undefined) throw new Error('nobody to write');
      const { id: conversation, version } = place.conversation;
      const number = from + index;
      const content = encodedText(numberedText(number));
      return { conversation, version, sender: place.sender, clientId: `c${number}`, time, content };
    });
    const outcomes = await store.log.append(batch);
    if (outcomes.some(({ status }) => status !== 'appended')) throw new Error('the backlog was not written');
  }
  await store.close();
}

/** An encoded Content with only a text of less than 128 bytes. */
function encodedText(text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0x0a, text.length]), Buffer.from(text)]);
}

async function catchUp(stage: Stage, backlog: number): Promise<Caught> {
  const before = (await stage.server.usageAfterGc()).rss;
  await stage.server.peakRss();
  const cpu = await watchCpu(stage.server);
  const start = performance.now();
  const overTime = new RateOverTime(start, SLICE_MS);
  const client = await connect(
    { server: `tcp://127.0.0.1:${stage.tcp}`, token: stage.users[0]?.token ?? '' },
    { start: 'start' },
  );
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  let count = 0;
  client.on('error', (error) => reject(error as Error));
  client.on('message', () => {
    overTime.count(performance.now());
    if (++count === backlog) resolve();
  });
  await done;
  const seconds = (performance.now() - start) / 1000;
  const shares = await cpu();
  const grownBytes = Math.max(0, (await stage.server.peakRss()) - before);
  await client.close();
  return { perSecond: count / seconds, grownBytes, overTime, seconds, ...shares };
}

/** Reads the same messages page by page, decodes them, and drops them. */
async function pullAll({ tcp, users }: Stage, backlog: number): Promise<number> {
  const pipe = await dialTcp(tcp);
  await attach(pipe, users[0]?.token ?? '');
  const start = performance.now();
  const heads = await ask(pipe, 10, { case: 'listHeads', value: { limit: 1000 } });
  if (heads.case !== 'headsPage') throw new Error(`an odd answer: ${heads.case}`);
  let [count, id] = [0, 11];
  for (const { conversation } of heads.value.heads) {
    for (let after = 0, more = true; more;) {
      const ranges = [{ conversation, after, limit: MAX_PER_PULL }];
      const page = await ask(pipe, id++, { case: 'pull', value: { ranges } });
      if (page.case !== 'pulled') throw new Error(`an odd answer: ${page.case}`);
      const [batch] = page.value.batches;
      count += batch?.messages.length ?? 0;
      after = batch?.through ?? after;
      more = batch?.more ?? false;
    }
  }
  if (count !== backlog) throw new Error(`${count} messages were read, not ${backlog}`);
  pipe.close();
  return count / ((performance.now() - start) / 1000);
}
