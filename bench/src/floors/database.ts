/**
 * Appends on a database server, in a process of its own: `database.ts raw|store URL BATCH SECONDS`. `raw`: the same rows
 * by one INSERT written by hand in a transaction, in a table with the same two unique indexes. `store`: our store's append,
 * which also locks the conversations, looks for earlier client ids and moves the heads. stdout: `{"perSecond"}`.
 *
 * @module
 */
import mysql from 'mysql2/promise';
import pg from 'pg';
import {
  DatabaseAddress,
  openMysqlStore,
  openPostgresStore,
  silentLogger,
  systemClock,
  systemRandom,
} from 'posthorn';

const [which = 'raw', url = '', batchSize = '200', seconds = '5'] = process.argv.slice(2);
const BATCH = Number(batchSize);
const CONVERSATIONS = 500;
const WARM_UP_BATCHES = 20;
const content = Buffer.alloc(100, 120);
const address = new DatabaseAddress(url);
const heads = new Map<number, number>();
const isPostgres = address.engine === 'postgres';

const commit = which === 'store' ? await store() : await (isPostgres ? rawPostgres() : rawMysql());
process.stdout.write(`${JSON.stringify({ perSecond: await measure() })}\n`);
process.exit(0);

async function measure(): Promise<number> {
  let count = 0;
  for (; count < BATCH * WARM_UP_BATCHES; count += BATCH) await commit(count);
  const [start, first] = [performance.now(), count];
  for (; performance.now() - start < Number(seconds) * 1000; count += BATCH) await commit(count);
  return ((count - first) / (performance.now() - start)) * 1000;
}

/** One number for each message, whichever run it is in. */
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

async function rawPostgres(): Promise<(from: number) => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`
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

async function rawMysql(): Promise<(from: number) => Promise<void>> {
  const connection = await mysql.createConnection(url);
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

async function store(): Promise<(from: number) => Promise<void>> {
  const open = isPostgres ? openPostgresStore : openMysqlStore;
  const opened = await open({ address, clock: systemClock, random: systemRandom, logger: silentLogger });
  const conversations: { readonly id: number; readonly version: number }[] = [];
  for (let count = 0; count < CONVERSATIONS; count++) {
    conversations.push(await opened.conversations.openDirect(count * 2 + 1, count * 2 + 2, 1));
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
