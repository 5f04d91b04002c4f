/**
 * The floors of everything durable, in a process of its own: `append.ts raw|store DIR BATCH SECONDS`.
 * `raw`: node:sqlite with WAL and FULL, a table with the two unique indexes that the promises need, and
 * nothing else. `store`: our store's append. stdout: `{"perSecond"}`.
 *
 * @module
 */
import { logQueries } from '@posthorn/server/queries';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteStore, silentLogger, systemRandom } from '@posthorn/server';

const [which = 'raw', directory = '', batchSize = '200', seconds = '5'] = process.argv.slice(2);
const BATCH = Number(batchSize);
const CONVERSATIONS = 500;
const content = new Uint8Array(100).fill(120);

const run = which === 'raw' ? raw() : await store();
const perSecond = await measure(run);
process.stdout.write(`${JSON.stringify({ perSecond })}\n`);
process.exit(0);

async function measure(commit: (from: number) => Promise<void> | void): Promise<number> {
  let count = 0;
  // A warm-up: code gets compiled and pages get allocated.
  const warmUp = Math.min(20, Math.ceil(Number(seconds) * 10));
  for (; count < BATCH * warmUp; count += BATCH) await commit(count);
  const [start, first] = [performance.now(), count];
  while (performance.now() - start < Number(seconds) * 1000) {
    await commit(count);
    count += BATCH;
  }
  return ((count - first) / (performance.now() - start)) * 1000;
}

function clientId(count: number): string {
  return `01J${String(count).padStart(23, '0')}`;
}

function raw(): (from: number) => void {
  const database = new DatabaseSync(join(directory, 'raw.db'));
  database.exec(`
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 10000;
    CREATE TABLE messages (conversation INTEGER, seq INTEGER, sender INTEGER, client_id TEXT, time INTEGER, content BLOB);
    CREATE UNIQUE INDEX by_seq ON messages (conversation, seq);
    CREATE UNIQUE INDEX by_client ON messages (sender, client_id);
  `);
  const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)');
  const heads = new Map<number, number>();
  return (from) => {
    database.exec('BEGIN IMMEDIATE');
    for (let count = from; count < from + BATCH; count++) {
      const conversation = count % CONVERSATIONS;
      const seq = (heads.get(conversation) ?? 0) + 1;
      heads.set(conversation, seq);
      insert.run(conversation, seq, conversation, clientId(count), 1, content);
    }
    database.exec('COMMIT');
  };
}

async function store(): Promise<(from: number) => Promise<void>> {
  const opened = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
  const conversations: { readonly id: number; readonly version: number }[] = [];
  for (let count = 0; count < CONVERSATIONS; count++) {
    conversations.push(await opened.run(logQueries.openDirect, count * 2 + 1, count * 2 + 2));
  }
  return async (from) => {
    const batch = Array.from({ length: BATCH }, (_, index) => {
      const at = (from + index) % CONVERSATIONS;
      const { id = 0, version = 0 } = conversations[at] ?? {};
      return {
        conversation: id,
        version,
        sender: at * 2 + 1,
        clientId: clientId(from + index),
        time: Date.now(),
        content,
      };
    });
    await opened.log.append(batch);
  };
}
