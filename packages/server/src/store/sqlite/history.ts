/**
 * Notices when a database is an older copy, or comes from elsewhere (promise 12).
 *
 * The database has a generation, a number that rises with every start and, while anything is written, every two
 * seconds. Right afterwards it is written to a file beside the database. If the file is ahead, the database was
 * restored from a backup. If the file is missing, the database came from elsewhere. In both cases it may lack messages
 * that clients have seen, so the log gets a new epoch.
 *
 * @module
 */
import type { Random } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { getMeta, setMeta } from '../sql/meta.ts';
import type { Query } from '../sql/sql.ts';
import type { Table } from '../table.ts';
import { Database } from './database.ts';
import { raiseGeneration, readGeneration, writeGeneration } from './directory.ts';
import type { Thread } from './thread.ts';

export interface History {
  readonly epoch: string;
  readonly generation: number;
}

/** Migrates the tables and returns the history. */
export function openHistory(
  path: string,
  {
    directory,
    random,
    tables,
  }: { readonly directory: string; readonly random: Random; readonly tables: readonly Table[] },
): History {
  const database = new Database({ path, isReader: false, synchronous: 'FULL', tables });
  try {
    const known = readGeneration(directory);
    const newEpoch = Buffer.from(random.bytes(16)).toString('hex');
    const history = database.group(() => database.run(nextGeneration(known, newEpoch)));
    writeGeneration(directory, history.generation);
    return history;
  } finally {
    database.close();
  }
}

function* nextGeneration(known: number | undefined, newEpoch: string): Query<History> {
  const before = Number((yield* getMeta('generation')) ?? 0);
  const epoch = yield* getMeta('epoch');
  const isSame = epoch !== undefined && known !== undefined && known <= before;
  const generation = Math.max(known ?? 0, before) + 1;
  yield* setMeta('generation', String(generation));
  if (!isSame) yield* setMeta('epoch', newEpoch);
  return { epoch: isSame ? epoch : newEpoch, generation };
}

const TICK_MS = 2000;

export interface GenerationsOptions {
  readonly directory: string;
  readonly logger: Logger;
  readonly writer: Thread;
  readonly generation: number;
}

/** Keeps raising the generation while anything is written. */
export class Generations {
  readonly #options: GenerationsOptions;
  #generation: number;
  #hasWritten = false;
  #raising: Promise<void> | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(options: GenerationsOptions) {
    this.#options = options;
    this.#generation = options.generation;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Call it whenever something is written. */
  wrote(): void {
    this.#hasWritten = true;
  }

  /** Resolves when it no longer uses the directory. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#raising;
  }

  #tick(): void {
    if (!this.#hasWritten || this.#raising !== undefined) return;
    this.#hasWritten = false;
    this.#raising = this.#raise().finally(() => (this.#raising = undefined));
  }

  async #raise(): Promise<void> {
    const { directory, logger, writer } = this.#options;
    const next = this.#generation + 1;
    try {
      // The database first: if the process dies in between, the database is ahead, which is harmless.
      await writer.call('log.setGeneration', [next]);
      this.#generation = next;
      await raiseGeneration(directory, next);
    } catch (error) {
      // A full disk, or shutdown. The next tick tries again.
      this.#hasWritten = true;
      logger.debug({ err: error }, 'the generation was not raised');
    }
  }
}
