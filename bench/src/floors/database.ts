/**
 * Appends on a database server, in a process of its own: `database.ts URL PID BATCH SECONDS`, with the process id of
 * the database. Two contenders take turns, so that other load on the machine affects both. `raw`: the rows of
 * messages by one hand-written INSERT per transaction, in a table with the same two unique indexes. `store`: our
 * store's append, which also locks the conversations and moves their heads. stdout: `{"raw","store"}`, an {@link
 * Appending} each.
 *
 * @module
 */
import { logQueries } from '@posthorn/server/queries';
import mysql from 'mysql2/promise';
import pg from 'pg';
import {
  DatabaseAddress,
  openMysqlStore,
  openPostgresStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import { familyCpuSeconds } from '../load/cpu.ts';
import { Latencies } from '../load/latencies.ts';

export type Contender = 'raw' | 'store';

/** The result of appending. */
export interface Appending {
  readonly perSecond: number;
  /** CPU time of this process per message, in µs. `databaseUs`: CPU time of the database. */
  readonly writerUs: number;
  readonly databaseUs: number;
  /** Median time of a batch. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const [url = '', databasePid = '0', batchSize = '200', seconds = '5'] = process.argv.slice(2);
const BATCH = Number(batchSize);
const CONVERSATIONS = 500;
/** Long compared with the ticks of 10 ms in which the system counts the database's CPU time. */
const TURN_MS = Math.min(500, Number(seconds) * 1000);
const content = Buffer.alloc(100, 120);
const address = new DatabaseAddress(url);
const heads = new Map<number, number>();
const isPostgres = address.engine === 'postgres';

/** Writes a batch of messages, numbered from `from` on. */
type Commit = (from: number) => Promise<void>;

let count = 0;

/** One contender's turns. */
class Turns {
  readonly #commit: Commit;
  readonly #latencies = new Latencies();
  #messages = 0;
  #ms = 0;
  #writerUs = 0;
  #databaseUs = 0;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  async take(): Promise<void> {
    const databaseBefore = await familyCpuSeconds(Number(databasePid));
    const writerBefore = process.cpuUsage();
    const start = performance.now();
    let end = start;
    while (end - start < TURN_MS) {
      const before = end;
      await this.#commit(count);
      count += BATCH;
      end = performance.now();
      this.#latencies.record(end - before);
      this.#messages += BATCH;
    }
    const { user, system } = process.cpuUsage(writerBefore);
    this.#ms += end - start;
    this.#writerUs += user + system;
    this.#databaseUs += ((await familyCpuSeconds(Number(databasePid))) - databaseBefore) * 1e6;
  }

  result(): Appending {
    return {
      perSecond: (this.#messages / this.#ms) * 1000,
      writerUs: this.#writerUs / this.#messages,
      databaseUs: this.#databaseUs / this.#messages,
      p50Ms: this.#latencies.at(50),
      p99Ms: this.#latencies.at(99),
    };
  }
}

/** Unique among all messages of all turns. */
function clientId(count: number): string {
  return `${process.pid}-${String(count).padStart(15, '0')}`;
}

type Row = readonly [
  conversation: number,
  seq: number,
  sender: number,
  id: string,
  time: number,
  content: Buffer,
];

function rowsFrom(from: number): Row[] {
  return Array.from({ length: BATCH }, (_, index) => {
    const conversation = (from + index) % CONVERSATIONS;
    const seq = (heads.get(conversation) ?? 0) + 1;
    heads.set(conversation, seq);
    return [conversation, seq, conversation, clientId(from + index), 1, content];
  });
}

/** Both tables start empty, because a larger table costs more. */
async function rawPostgres(): Promise<Commit> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
    TRUNCATE messages;
    DROP TABLE IF EXISTS raw;
    CREATE TABLE raw (conversation bigint, seq bigint, sender bigint, client_id text COLLATE "C", time bigint, content bytea);
    CREATE UNIQUE INDEX raw_order ON raw (conversation, seq);
    CREATE UNIQUE INDEX raw_sent ON raw (sender, client_id);`);
  const text =
    'INSERT INTO raw SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::bytea[])';
  return async (from) => {
    const rows = rowsFrom(from);
    const values = [0, 1, 2, 3, 4, 5].map((column) => rows.map((row) => row[column]));
    await client.query('BEGIN');
    await client.query({ name: 'raw', text, values });
    await client.query('COMMIT');
  };
}

async function rawMysql(): Promise<Commit> {
  const connection = await mysql.createConnection(url);
  await connection.query('TRUNCATE messages');
  await connection.query('DROP TABLE IF EXISTS raw');
  await connection.query(`CREATE TABLE raw (conversation BIGINT NOT NULL, seq BIGINT NOT NULL, sender BIGINT NOT NULL,
    client_id VARCHAR(64) COLLATE utf8mb4_bin NOT NULL, time BIGINT NOT NULL, content LONGBLOB NOT NULL,
    UNIQUE (conversation, seq), UNIQUE (sender, client_id)) ENGINE=InnoDB`);
  return async (from) => {
    await connection.query('START TRANSACTION');
    await connection.query('INSERT INTO raw VALUES ?', [rowsFrom(from)]);
    await connection.query('COMMIT');
  };
}

async function store(): Promise<Commit> {
  const open = isPostgres ? openPostgresStore : openMysqlStore;
  const opened = await open({ address, clock: systemClock, random: systemRandom, logger: silentLogger });
  const conversations: { readonly id: number; readonly version: number }[] = [];
  for (let count = 0; count < CONVERSATIONS; count++) {
    conversations.push(await opened.run(logQueries.openDirect, count * 2 + 1, count * 2 + 2));
  }
  return async (from) => {
    const batch = Array.from({ length: BATCH }, (_, index) => {
      const at = (from + index) % CONVERSATIONS;
      const { id = 0, version = 0 } = conversations[at] ?? {};
      const message = { conversation: id, version, sender: at * 2 + 1, clientId: clientId(from + index) };
      return { ...message, time: Date.now(), content };
    });
    await opened.log.append(batch);
  };
}

const commits = { store: await store(), raw: await (isPostgres ? rawPostgres() : rawMysql()) };
for (const commit of Object.values(commits)) await new Turns(commit).take();
const contenders = { store: new Turns(commits.store), raw: new Turns(commits.raw) };
for (let turn = 0; turn < (Number(seconds) * 1000) / TURN_MS; turn++) {
  for (const turns of Object.values(contenders)) await turns.take();
}
process.stdout.write(
  `${JSON.stringify({ store: contenders.store.result(), raw: contenders.raw.result() })}\n`,
);
process.exit(0);
