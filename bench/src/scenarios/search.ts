/**
 * Searches over many messages, on every store: what is asked, by somebody with few conversations and with many.
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
import { encodeContent } from '@posthorn/protocol';
import { logQueries } from '@posthorn/server/queries';
import {
  codesOf,
  openMysqlIndex,
  openPostgresIndex,
  openSqliteIndex,
  parseQuery,
} from '@posthorn/server/search';
import type { IndexDocument, IndexQuestion, SearchIndex } from '@posthorn/server/search';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { startDatabase } from '../databases.ts';
import type { Lab } from '../lab.ts';
import { Latencies } from '../load/latencies.ts';
import { rounded } from '../outcome.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';
import { corpus, conversationsOfReader } from '../search/corpus.ts';
import type { CorpusOptions, Message } from '../search/corpus.ts';
import { questionsFor } from '../search/questions.ts';
import type { Questions } from '../search/questions.ts';

const MESSAGES = 1_000_000;
const CONVERSATIONS = 5000;
const READERS = [10, 1000];
const BATCH = 1000;
const ROUNDS = 200;
const LEAST_ROUNDS = 5;
const WARM_UP = 10;
const PAGE = 20;
const PAGES_BEFORE = 50;
const COUNTED = 1000;
/** Of the messages, to learn what a message takes in the log. */
const LOGGED_SHARE = 0.1;

interface Place {
  readonly name: string;
  readonly targetMs: number;
  readonly openStore: () => Promise<Store>;
  readonly openIndex: () => Promise<SearchIndex>;
  /** Of the log, when nothing else is there. */
  readonly logBytes: () => Promise<number>;
}

export const search: Scenario = {
  name: 'search',
  summary: 'searches over 1,000,000 messages, a third of them Chinese, on every store (needs the databases)',
  run,
};

async function run(lab: Lab): Promise<Outcome> {
  const options: CorpusOptions = {
    messages: lab.scaled(MESSAGES),
    conversations: Math.min(CONVERSATIONS, lab.scaled(CONVERSATIONS) + 100),
  };
  const results: Result[] = [];
  for (const open of [sqlite, postgres, mariadb]) {
    const place = await open(lab);
    const bytesOfLog = await logged(place, options);
    const index = await place.openIndex();
    results.push(await build(index, place, options, bytesOfLog));
    lab.note(JSON.stringify(results.at(-1)));
    const rounds = Math.max(LEAST_ROUNDS, lab.scaled(ROUNDS));
    for (const count of READERS) results.push(...(await ask(index, place, options, { count, rounds })));
    await index.close();
  }
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('nothing was measured');
  return { results: [headline, ...more], charts: [] };
}

async function sqlite(lab: Lab): Promise<Place> {
  const directory = await lab.directory();
  return {
    name: 'SQLite',
    targetMs: 100,
    openStore: () => openSqliteStore({ directory, random: systemRandom, logger: silentLogger }),
    openIndex: () => openSqliteIndex({ directory, logger: silentLogger }),
    logBytes: async () => statSync(join(directory, 'posthorn.db')).size,
  };
}

async function postgres(lab: Lab): Promise<Place> {
  const { url } = await startDatabase(lab, 'PostgreSQL');
  const parts = partsFor(url);
  return {
    name: 'PostgreSQL',
    targetMs: 150,
    openStore: () => openPostgresStore(parts),
    openIndex: () => openPostgresIndex(parts),
    logBytes: () => bytesIn(url),
  };
}

async function mariadb(lab: Lab): Promise<Place> {
  const { url } = await startDatabase(lab, 'MariaDB');
  const parts = partsFor(url);
  return {
    name: 'MariaDB',
    targetMs: 150,
    openStore: () => openMysqlStore(parts),
    openIndex: () => openMysqlIndex(parts),
    logBytes: () => bytesIn(url),
  };
}

function partsFor(url: string): Parameters<typeof openPostgresIndex>[0] {
  return {
    address: new DatabaseAddress(url),
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
  };
}

async function bytesIn(url: string): Promise<number> {
  if (url.startsWith('postgres')) {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ bytes: string }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    await client.end();
    return Number(rows[0]?.bytes);
  }
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(url);
  // What the information schema tells is as old as the last ANALYZE.
  const [files] = await connection.query(
    "SELECT SUM(file_size) AS bytes FROM information_schema.innodb_sys_tablespaces WHERE name LIKE 'posthorn/%'",
  );
  await connection.end();
  return Number((files as unknown as readonly { readonly bytes: string }[])[0]?.bytes);
}

/** Bytes that a message takes in the log. */
async function logged(place: Place, options: CorpusOptions): Promise<number> {
  const store = await place.openStore();
  const count = Math.ceil((options.messages * LOGGED_SHARE) / BATCH) * BATCH;
  const directs = new Map<number, { readonly id: number; readonly version: number }>();
  for (let conversation = 1; conversation <= options.conversations; conversation++) {
    directs.set(conversation, await store.run(logQueries.openDirect, 1, conversation + 1));
  }
  const before = await place.logBytes();
  let batch: Message[] = [];
  let appended = 0;
  for (const message of corpus(options)) {
    batch.push(message);
    if (batch.length < BATCH) continue;
    await store.log.append(batch.map((each) => appendOf(each, directs.get(each.conversation))));
    appended += batch.length;
    batch = [];
    if (appended >= count) break;
  }
  await store.close();
  return ((await place.logBytes()) - before) / appended;
}

function appendOf(
  { conversation, seq, time, text }: Message,
  direct: { readonly id: number; readonly version: number } | undefined,
): Parameters<Store['log']['append']>[0][number] {
  const { id, version } = direct ?? { id: 0, version: 0 };
  // As long as the ids that clients make.
  const clientId = `${String(conversation).padStart(11, '0')}${String(seq).padStart(11, '0')}`;
  const content = encodeContent({ text }).slice();
  return { conversation: id, version, sender: conversation + 1, clientId, time, content };
}

function documentOf({ text, ...message }: Message): IndexDocument {
  return { ...message, codes: codesOf(text), labels: ['kind:text'] };
}

async function build(
  index: SearchIndex,
  { name }: Place,
  options: CorpusOptions,
  bytesOfLog: number,
): Promise<Result> {
  const start = performance.now();
  let analysedMs = 0;
  let batch: Message[] = [];
  const write = async (): Promise<void> => {
    const before = performance.now();
    const put = batch.map(documentOf);
    analysedMs += performance.now() - before;
    const positions = new Map(batch.map(({ conversation, seq }) => [conversation, { conversation, seq }]));
    await index.write({ put, positions: [...positions.values()] });
    batch = [];
  };
  for (const message of corpus(options)) {
    batch.push(message);
    if (batch.length === BATCH) await write();
  }
  if (batch.length > 0) await write();
  const seconds = (performance.now() - start) / 1000;
  const { bytes, documents } = await index.stats();
  if (documents !== options.messages) throw new Error(`the index has ${documents} documents`);
  return {
    what: `${name}: messages indexed per second, in batches of ${BATCH}`,
    figure: rounded(documents / seconds),
    unit: '/s',
    floor: rounded(documents / (analysedMs / 1000)),
    floorName: 'the analyser alone',
    detail: {
      bytesPerMessage: rounded(bytes / documents),
      bytesPerMessageInLog: rounded(bytesOfLog),
      sizeBesideLog: rounded(bytes / documents / bytesOfLog),
    },
  };
}

function questionOf(typed: string): IndexQuestion {
  const { all, none } = parseQuery(typed);
  return { all, none };
}

async function ask(
  index: SearchIndex,
  { name, targetMs }: Place,
  options: CorpusOptions,
  { count, rounds }: { readonly count: number; readonly rounds: number },
): Promise<readonly Result[]> {
  const conversations = conversationsOfReader(count, options);
  const reach = conversations.map((conversation) => ({ conversation, from: 1, to: options.messages }));
  const results: Result[] = [];
  const measured = async (what: string, work: (round: number) => Promise<number>): Promise<void> => {
    const latencies = new Latencies();
    let hits = 0;
    for (let round = -WARM_UP; round < rounds; round++) {
      const start = performance.now();
      const found = await work(Math.abs(round));
      if (round < 0) continue;
      latencies.record(performance.now() - start);
      hits += found;
    }
    results.push({
      what: `${name}, ${count} conversations: ${what}`,
      figure: rounded(latencies.at(95)),
      unit: 'ms (p95)',
      targets: [{ atMost: targetMs }],
      detail: { p50Ms: rounded(latencies.at(50)), hits: rounded(hits / rounds) },
    });
  };
  const kinds: Questions = questionsFor(options, conversations);
  for (const [kind, typed] of Object.entries(kinds)) {
    const questions = typed.map(questionOf);
    await measured(kind, async (round) => {
      const question = questions[round % questions.length] ?? questionOf('');
      return (await index.search(question, reach, { order: 'newest', limit: PAGE })).hits.length;
    });
  }
  const common = questionOf(kinds['a common word']?.[0] ?? '');
  let after: string | undefined;
  for (let page = 0; page < PAGES_BEFORE; page++) {
    const request = { order: 'newest', limit: PAGE, ...(after !== undefined && { after }) } as const;
    after = (await index.search(common, reach, request)).next ?? after;
  }
  await measured(`a common word, page ${PAGES_BEFORE + 1}`, async () => {
    const request = { order: 'newest', limit: PAGE, ...(after !== undefined && { after }) } as const;
    return (await index.search(common, reach, request)).hits.length;
  });
  await measured('a common word, best first', async () => {
    return (await index.search(common, reach, { order: 'best', limit: PAGE })).hits.length;
  });
  await measured(`a common word, counts of up to ${COUNTED} hits by conversation`, async () => {
    return (await index.count(common, reach, { maxHits: COUNTED })).counts.length;
  });
  return results;
}
