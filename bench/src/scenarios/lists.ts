/**
 * The list of conversations of somebody who has many, on every store.
 *
 * @module
 */
import {
  DatabaseAddress,
  openMysqlStore,
  openPostgresStore,
  openSqliteStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { cursorQueries, logQueries, viewQueries } from '@posthorn/server/queries';
import { startDatabase } from '../databases.ts';
import type { Lab } from '../lab.ts';
import { Latencies } from '../load/latencies.ts';
import { rounded } from '../outcome.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

const CONVERSATIONS = 5000;
/** In each of them. Every fifth does not count, and one mentions the reader. */
const MESSAGES = 10;
const APPEND_BATCH = 1000;
const PAGE = 50;
const ROUNDS = 200;
const READER = 1;

export const lists: Scenario = {
  name: 'lists',
  summary:
    'the first page of a list of 5,000 conversations, by last activity, on every store (needs the databases)',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const many = lab.scaled(CONVERSATIONS);
  const results: Result[] = [];
  const clocked = { clock: systemClock, random: systemRandom, logger: silentLogger };
  const directory = await lab.directory();
  const stores: readonly (readonly [string, () => Promise<Store>])[] = [
    ['SQLite', () => openSqliteStore({ directory, random: systemRandom, logger: silentLogger })],
    [
      'PostgreSQL',
      async () => {
        const { url } = await startDatabase(lab, 'PostgreSQL');
        return openPostgresStore({ address: new DatabaseAddress(url), ...clocked });
      },
    ],
    [
      'MariaDB',
      async () => {
        const { url } = await startDatabase(lab, 'MariaDB');
        return openMysqlStore({ address: new DatabaseAddress(url), ...clocked });
      },
    ],
  ];
  for (const [name, open] of stores) {
    lab.note(`${name}: ${many} conversations`);
    const store = await open();
    await fill(store, many);
    results.push(await measure(store, name, many));
    await store.close();
  }
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('nothing was measured');
  return { results: [headline, ...more], charts: [] };
}

async function fill(store: Store, many: number): Promise<void> {
  const time = Date.now();
  const directs = [];
  for (let peer = READER + 1; peer <= many + 1; peer++) {
    directs.push({ peer, ...(await store.run(logQueries.openDirect, READER, peer)) });
  }
  for (let round = 0; round < MESSAGES; round++) {
    for (let at = 0; at < many; at += APPEND_BATCH) {
      await store.log.append(
        directs.slice(at, at + APPEND_BATCH).map(({ id, version, peer }, index) => ({
          conversation: id,
          version,
          sender: peer,
          clientId: `${round}`,
          time: time + round * many + at + index,
          content: Buffer.from([0x0a, 5, ...Buffer.from('hello')]),
          counts: round % 5 > 0,
          ...(round === 7 && { mentions: [READER] }),
        })),
      );
    }
  }
  const read = directs
    .filter((_, index) => index % 2 === 0)
    .map(({ id }) => ({ user: READER, conversation: id, read: MESSAGES, delivered: MESSAGES }));
  await store.run(cursorQueries.moveCursors, read);
}

async function measure(store: Store, name: string, many: number): Promise<Result> {
  const tags: readonly Uint8Array[] = [];
  const first = await store.run(viewQueries.activeViews, READER, undefined, PAGE, tags);
  if (first.views.length !== Math.min(PAGE, many) || first.views.at(-1)?.lastMessage === undefined)
    throw new Error('the list is not complete');
  const page = await timed(() => store.run(viewQueries.activeViews, READER, undefined, PAGE, tags));
  const next = await timed(() => store.run(viewQueries.activeViews, READER, first.next, PAGE, tags));
  const one = await timed(() => store.run(viewQueries.view, READER, first.views[0]?.id ?? 0, tags));
  return {
    what: `${name}: first ${PAGE} of ${many} conversations, newest first`,
    figure: rounded(page.at(50)),
    unit: 'ms',
    floor: rounded(one.at(50) * Math.min(PAGE, many)),
    floorName: 'each of them asked for alone',
    targets: [{ atMost: 20 }],
    detail: {
      p99Ms: rounded(page.at(99)),
      nextPageMs: rounded(next.at(50)),
      oneConversationMs: rounded(one.at(50)),
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<Latencies> {
  const latencies = new Latencies();
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await work();
    latencies.record(performance.now() - start);
  }
  return latencies;
}
