/**
 * The index on a database server, in tables of its own beside those of the store, with connections of its own.
 *
 * @module
 */
import type { Clock, Random } from '../../../../clock.ts';
import type { Logger } from '../../../../logger.ts';
import { DatabaseFailure } from '../../../../store/server/engine.ts';
import type { ConnectionMode, Engine } from '../../../../store/server/engine.ts';
import { migrate } from '../../../../store/server/migrate.ts';
import { Pool } from '../../../../store/server/pool.ts';
import { TransactionRunner } from '../../../../store/server/runner.ts';
import { change, erasing, insertAll, insertNew, row, rows } from '../../../../store/sql/sql.ts';
import type { Query } from '../../../../store/sql/sql.ts';
import { StoreError } from '../../../../store/store.ts';
import { countsOf, pageOf } from '../pages.ts';
import type { Finding } from '../pages.ts';
import type {
  IndexChanges,
  IndexCounts,
  IndexPage,
  IndexPosition,
  IndexQuestion,
  IndexState,
  IndexStats,
  PageRequest,
  Reach,
  SearchIndex,
} from '../search-index.ts';
import type { IndexDialect } from './dialect.ts';
import { find } from './finding.ts';
import { FIRST_NOTE, INDEX_TABLES, NOTES, OWN_NOTES } from './tables.ts';
import { writeChanges } from './writing.ts';

export interface ServerIndexOptions {
  readonly engine: Engine;
  readonly dialect: IndexDialect;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Searches that run at the same time; others wait. */
const READERS = 2;
const WRITERS = 1;

/** Creates missing tables. Rejects with a StoreError. */
export async function openServerIndex(options: ServerIndexOptions): Promise<SearchIndex> {
  const { engine } = options;
  await migrate({ ...options, tables: INDEX_TABLES });
  const pool = (mode: ConnectionMode, size: number): Pool =>
    new Pool({ ...options, size, connect: () => engine.connect(mode) });
  const index = new ServerIndex(options, { write: pool('write', WRITERS), read: pool('read', READERS) });
  try {
    await index.prepare();
    return index;
  } catch (error) {
    await index.close();
    throw error;
  }
}

interface Pools {
  readonly write: Pool;
  readonly read: Pool;
}

class ServerIndex implements SearchIndex {
  readonly capabilities = { shared: true };
  readonly #options: ServerIndexOptions;
  readonly #pools: Pools;
  readonly #writer: TransactionRunner;
  readonly #reader: TransactionRunner;

  constructor(options: ServerIndexOptions, pools: Pools) {
    this.#options = options;
    this.#pools = pools;
    this.#writer = new TransactionRunner({ ...options, pool: pools.write });
    this.#reader = new TransactionRunner({ ...options, pool: pools.read });
  }

  async prepare(): Promise<void> {
    const id = this.#newId();
    await this.#writer.transact(() => firstNotes(id));
  }

  async state(): Promise<IndexState> {
    const notes = await this.#notes();
    const own = Object.values<string>(OWN_NOTES);
    return {
      analyser: Number(notes.get(OWN_NOTES.analyser) ?? 0),
      id: notes.get(OWN_NOTES.id) ?? '',
      notes: new Map([...notes].filter(([name]) => !own.includes(name))),
    };
  }

  stats(): Promise<IndexStats> {
    const { size } = this.#options.dialect;
    return this.#reader.transact(() => readStats(size));
  }

  /** Removing all rows at once is no part of a transaction everywhere: in the middle there is an index of no analyser. */
  async clear(analyser: number): Promise<void> {
    // Somebody may have dropped them.
    await migrate({ ...this.#options, tables: INDEX_TABLES });
    const id = this.#newId();
    await this.#writer.transact(() => forgetAll(id));
    for (const name of ['search_documents', 'search_blocks', 'search_positions']) {
      await this.#writer.transact(() => change(`TRUNCATE TABLE ${name}`));
    }
    await this.#writer.transact(() => insertAll(NOTES, [[OWN_NOTES.analyser, String(analyser)]]));
  }

  write(changes: IndexChanges): Promise<boolean> {
    return this.#writer.transact(() => writeChanges(this.#options.dialect, changes));
  }

  positions({
    after = 0,
    limit,
  }: {
    readonly after?: number;
    readonly limit: number;
  }): Promise<readonly IndexPosition[]> {
    return this.#reader.single(() =>
      rows<IndexPosition>(
        'SELECT conversation, seq FROM search_positions WHERE conversation > ? ORDER BY conversation LIMIT ?',
        after,
        limit,
      ),
    );
  }

  async positionsOf(conversations: readonly number[]): Promise<readonly IndexPosition[]> {
    if (conversations.length === 0) return [];
    return this.#reader.single(() =>
      rows<IndexPosition>(
        'SELECT conversation, seq FROM search_positions WHERE conversation IN (?)',
        conversations,
      ),
    );
  }

  search(question: IndexQuestion, reach: Reach, page: PageRequest): Promise<IndexPage> {
    return this.#reader.transact(() => this.#answer(pageOf(question, page), question, reach));
  }

  count(
    question: IndexQuestion,
    reach: Reach,
    { maxHits }: { readonly maxHits: number },
  ): Promise<IndexCounts> {
    return this.#reader.transact(() => this.#answer(countsOf(maxHits), question, reach));
  }

  async close(): Promise<void> {
    await this.#pools.read.close();
    await this.#pools.write.close();
  }

  *#answer<T>(finding: Finding<T>, question: IndexQuestion, reach: Reach): Query<T> {
    let step = finding.next();
    while (step.done !== true) {
      step = finding.next(yield* find(this.#options.dialect, question, reach, step.value));
    }
    return step.value;
  }

  async #notes(): Promise<ReadonlyMap<string, string>> {
    try {
      const found = await this.#reader.single(() =>
        rows<{ readonly name: string; readonly value: string }>('SELECT name, value FROM search_notes'),
      );
      return new Map(found.map(({ name, value }) => [name, value]));
    } catch (cause) {
      if (!(cause instanceof DatabaseFailure) || cause.kind !== 'refused') throw cause;
      throw new StoreError('corrupt', `The tables of the search index cannot be read: ${cause.message}`, {
        cause,
      });
    }
  }

  #newId(): string {
    return Buffer.from(this.#options.random.bytes(8)).toString('hex');
  }
}

function* firstNotes(id: string): Query<void> {
  yield* insertNew(FIRST_NOTE, OWN_NOTES.id, id);
  yield* insertNew(FIRST_NOTE, OWN_NOTES.analyser, '0');
}

/** From now on it is an index of no analyser, and positions of before are none. */
function* forgetAll(id: string): Query<void> {
  yield* erasing('DELETE FROM search_notes WHERE name <> ?', OWN_NOTES.id);
  yield* insertAll(NOTES, [
    [OWN_NOTES.id, id],
    [OWN_NOTES.analyser, '0'],
  ]);
}

function* readStats(size: string): Query<IndexStats> {
  const documents = yield* row<{ readonly value: string }>(
    'SELECT value FROM search_notes WHERE name = ?',
    OWN_NOTES.documents,
  );
  const found = yield* row<{ readonly bytes: number | null }>(size);
  return { documents: Number(documents?.value ?? 0), bytes: found?.bytes ?? 0 };
}
