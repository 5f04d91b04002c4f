/**
 * Runs queries on a database server, each in one transaction, with retries on conflicts.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import type { Clock, Random } from '../../clock.ts';
import { OvertakenError } from '../sql/sql.ts';
import type { Query, ServerQuery } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import { DatabaseFailure } from './engine.ts';
import type { DatabaseConnection } from './engine.ts';
import type { Pool } from './pool.ts';

/** Maximum attempts of a query that meets conflicts or dead connections. */
const MAX_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 2;
const MAX_PAUSE_MS = 200;

export interface RunnerOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly random: Random;
}

export class TransactionRunner {
  readonly #options: RunnerOptions;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /**
   * Runs a query in its own transaction. Rejects with a StoreError; after `unavailable` it is unknown whether something
   * was written. If the outcome of a commit is unknown, it does not retry: only the caller knows whether a repetition
   * is harmless. `query` receives the number of the attempt, from 1.
   */
  async transact<T>(query: (attempt: number) => ServerQuery<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt(() => query(attempt));
      if ('value' in outcome) return outcome.value;
      if (!outcome.isHarmless || attempt === MAX_ATTEMPTS) throw outcome.error;
      await randomPause(attempt, this.#options);
    }
  }

  /** Runs a query of one statement, which sees one snapshot without a transaction. */
  async single<T>(query: () => Query<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#options.pool.acquire();
      try {
        return await runSingle(connection, query());
      } catch (error) {
        if (!isFrom(error, 'broken') || attempt === MAX_ATTEMPTS) throw asStoreError(error);
      } finally {
        this.#options.pool.release(connection);
      }
    }
  }

  async #attempt<T>(query: () => ServerQuery<T>): Promise<Outcome<T>> {
    const { pool } = this.#options;
    const connection = await pool.acquire();
    let isCommitting = false;
    try {
      await connection.begin();
      const value = await run(connection, query());
      // The server ended the transaction before the commit was sent, so nothing was written.
      if (connection.isBroken) throw new DatabaseFailure('broken', 'unavailable', 'the connection is lost');
      isCommitting = true;
      await connection.commit();
      return { value };
    } catch (error) {
      if (!connection.isBroken) await connection.rollback().catch(() => connection.destroy());
      const isUndone = isFrom(error, 'again') || error instanceof OvertakenError;
      return {
        error: asStoreError(error),
        isHarmless: isUndone || (isFrom(error, 'broken') && !isCommitting),
      };
    } finally {
      pool.release(connection);
    }
  }
}

/** Runs a query in a transaction on the caller's connection, with retries on conflicts. */
export async function transactOn<T>(
  connection: DatabaseConnection,
  given: Pick<RunnerOptions, 'clock' | 'random'>,
  query: () => Query<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.begin();
      const value = await run(connection, query());
      await connection.commit();
      return value;
    } catch (error) {
      if (!isFrom(error, 'again') || attempt === MAX_ATTEMPTS) throw asStoreError(error);
      await connection.rollback();
      await randomPause(attempt, given);
    }
  }
}

async function randomPause(
  attempt: number,
  { clock, random }: Pick<RunnerOptions, 'clock' | 'random'>,
): Promise<void> {
  const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt, MAX_PAUSE_MS);
  await pause(clock, random.unit() * longestMs);
}

type Outcome<T> = { readonly value: T } | { readonly error: StoreError; readonly isHarmless: boolean };

export async function run<T>(connection: DatabaseConnection, query: ServerQuery<T>): Promise<T> {
  let step = query.next();
  while (step.done !== true) step = query.next(await connection.execute(step.value));
  return step.value;
}

async function runSingle<T>(connection: DatabaseConnection, query: Query<T>): Promise<T> {
  const first = query.next();
  if (first.done === true) return first.value;
  const last = query.next(await connection.execute(first.value));
  if (last.done !== true) throw new Error('a query of several statements ran without a transaction');
  return last.value;
}

function isFrom(error: unknown, kind: DatabaseFailure['kind']): boolean {
  return error instanceof DatabaseFailure && error.kind === kind;
}

function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new StoreError('unavailable', message, { cause: error });
}
