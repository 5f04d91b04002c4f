/**
 * What a message costs in a group of 10, 10,000 and 100,000 members, of whom ten are online.
 *
 * @module
 */
import { groupQueries } from '@posthorn/server/queries';
import { encodeContent } from '@posthorn/protocol';
import type { ContentInit, EventInit } from '@posthorn/protocol';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';
import type { Store } from '@posthorn/server';
import type { Lab, Stage } from '../lab.ts';
import { onFrames, sendFrame } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { watchCpu } from '../load/cpu.ts';
import { attachAll } from '../load/crowd.ts';
import { numberedText } from '../load/numbered.ts';
import { passed } from '../load/paced.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import type { Seeded } from '../seed.ts';

/** The first one is the floor of the others. */
const SIZES = [10, 10_000, 100_000] as const;
const ONLINE = 10;
const SPEAKERS = 4;
const IN_FLIGHT = 16;
/** Each size is measured so often, in turns. */
const TURNS = 3;
const WARM_UP_SECONDS = 1;
/** Members who are never online need no account. */
const FIRST_GHOST = 1_000_000_000;
/** As many as one request may add. */
const ADDED_AT_ONCE = 200;
const APPENDED = 'posthorn_append_batch_messages_sum';

export const groupSize: Scenario = {
  name: 'group-size',
  summary: 'a message in groups of 10, 10,000 and 100,000 members, of whom ten are online',
  run,
};

interface Place {
  readonly members: number;
  readonly conversation: number;
  readonly addedPerSecond: number;
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

async function run(lab: Lab): Promise<Outcome> {
  const places: Place[] = [];
  const stage = await lab.stage(ONLINE, { maxGroupMembers: 1_000_000 }, async (directory, users) => {
    const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
    for (const size of new Set(SIZES.map((each) => lab.scaled(each, ONLINE)))) {
      lab.note(`a group of ${size}`);
      places.push(await fill(store, users, size));
    }
    await store.close();
  });
  const pipes = await attachAll(stage);
  const measured = new Map<Place, Measured[]>(places.map((place) => [place, []]));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [place, figures] of measured) figures.push(await measure(lab, stage, pipes, place));
  }
  for (const pipe of pipes) pipe.close();
  await stage.end();
  const [small, ...larger] = [...measured].map(([place, figures]) => resultOf(place, figures));
  if (small === undefined) throw new Error('no size was measured');
  const beside = { floor: small.figure, floorName: 'a group of ten', targets: [{ ratioAtMost: 1.1 }] };
  const [headline = small, ...more] = larger.toReversed().map((result) => ({ ...result, ...beside }));
  return { results: [headline, ...more, small], charts: [] };
}

function resultOf({ members, addedPerSecond }: Place, figures: readonly Measured[]): Result {
  return {
    what: `a message in a group of ${members}, ${ONLINE} online`,
    figure: median(figures.map(({ cpuMicros }) => cpuMicros)),
    unit: 'µs of a core',
    detail: {
      messagesPerSecond: Math.round(median(figures.map(({ perSecond }) => perSecond))),
      addedPerSecond: Math.round(addedPerSecond),
    },
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A group of these users and of ghosts, who are added as requests would do it. */
async function fill(store: Store, users: readonly Seeded[], size: number): Promise<Place> {
  const [owner, ...others] = users.map(({ id }) => id);
  const sender = owner ?? 0;
  const base = { clientId: `size-${size}`, time: Date.now(), content: eventOf({ kind: 'created' }) };
  const spec = { ...base, title: `size ${size}`, owner: sender, members: others };
  const created = await store.run(groupQueries.createGroup, spec);
  if (created.status === 'conflict') throw new Error('the directory is not empty');
  const { id: conversation } = created.conversation;
  let { version } = created.conversation;
  const start = performance.now();
  for (let from = users.length; from < size; from += ADDED_AT_ONCE) {
    const count = Math.min(ADDED_AT_ONCE, size - from);
    const added = Array.from({ length: count }, (_, index) => FIRST_GHOST + from + index);
    const content = eventOf({ kind: 'added', users: added });
    const effect = { type: 'add', users: added, role: 'member' };
    const append = { ...base, conversation, version, sender, clientId: `${size}-${from}`, content, effect };
    const [outcome] = await store.log.append([append]);
    if (outcome?.status !== 'appended') throw new Error('the members were not added');
    version = outcome.version;
  }
  const seconds = (performance.now() - start) / 1000;
  return { members: size, conversation, addedPerSecond: (size - users.length) / seconds };
}

function eventOf(event: EventInit): Uint8Array {
  const content: ContentInit = { kind: { case: 'event', value: event } };
  return encodeContent(content).slice();
}

async function measure(
  lab: Lab,
  { server }: Stage,
  pipes: readonly Pipe[],
  { conversation }: Place,
): Promise<Measured> {
  const talk = speak(pipes.slice(0, SPEAKERS), conversation);
  await passed(Math.min(WARM_UP_SECONDS, lab.seconds) * 1000);
  const cpu = await watchCpu(server);
  const before = await server.metrics(APPENDED);
  const start = performance.now();
  await passed((lab.seconds / TURNS) * 1000);
  const after = await server.metrics(APPENDED);
  const elapsed = (performance.now() - start) / 1000;
  const { serverCpu } = await cpu();
  await talk.end();
  const messages = Math.max(1, after[APPENDED] - before[APPENDED]);
  return { perSecond: messages / elapsed, cpuMicros: (serverCpu * elapsed * 1e6) / messages };
}

let lastId = 10;

/** Speakers keep messages in flight until they end. */
function speak(speakers: readonly Pipe[], conversation: number): { end(): Promise<void> } {
  let isOver = false;
  let inFlight = speakers.length * IN_FLIGHT;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const next = (pipe: Pipe): void => {
    const id = (lastId += 1);
    const message = { clientId: `g${id}`, text: numberedText(id) };
    pipe.write(sendFrame(id, { case: 'conversation', value: conversation }, message));
  };
  for (const pipe of speakers) {
    onFrames(pipe, ({ re }) => {
      if (re === 0) return;
      if (!isOver) next(pipe);
      else if ((inFlight -= 1) === 0) resolve();
    });
    for (let count = 0; count < IN_FLIGHT; count++) next(pipe);
  }
  return {
    async end() {
      isOver = true;
      await ended;
    },
  };
}
