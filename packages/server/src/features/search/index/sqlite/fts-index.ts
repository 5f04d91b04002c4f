/**
 * The index in one SQLite connection: FTS5 for words and facets, a table for what is known of each document.
 *
 * @module
 */
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
} from '../search-index.ts';
import { Connection } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';
import { find, prepareReach, setReach } from './finding.ts';
import { isOfThisLayout, makeEmpty, notesIn, OWN_NOTES } from './tables.ts';
import { writeChanges } from './writing.ts';

/** See SearchIndex. Everything throws errors of SQLite. */
export class FtsIndex {
  readonly #connection: Connection;
  #hasErased = false;

  /** Opens it; unless it is for reading, creates what is missing. */
  constructor(options: ConnectionOptions) {
    this.#connection = new Connection(options);
    if (!options.isReader && !isOfThisLayout(this.#connection)) this.clear(0);
    prepareReach(this.#connection);
  }

  state(): IndexState {
    const notes = notesIn(this.#connection);
    const own = Object.values<string>(OWN_NOTES);
    return {
      analyser: Number(notes.get(OWN_NOTES.analyser)),
      id: notes.get(OWN_NOTES.id) ?? '',
      notes: new Map([...notes].filter(([name]) => !own.includes(name))),
    };
  }

  stats(): IndexStats {
    return {
      documents: Number(notesIn(this.#connection).get(OWN_NOTES.documents)),
      bytes: this.#connection.pragma('page_count') * this.#connection.pragma('page_size'),
    };
  }

  clear(analyser: number): void {
    this.#hasErased = true;
    this.#connection.transact(() => makeEmpty(this.#connection, analyser));
  }

  write(changes: IndexChanges): boolean {
    const { isWritten, erased } = this.#connection.transact(() => writeChanges(this.#connection, changes));
    this.#hasErased ||= erased > 0;
    return isWritten;
  }

  positions({
    after = 0,
    limit,
  }: {
    readonly after?: number;
    readonly limit: number;
  }): readonly IndexPosition[] {
    return this.#connection
      .all<IndexPosition>(
        'SELECT conversation, seq FROM positions WHERE conversation > ? ORDER BY conversation LIMIT ?',
        after,
        limit,
      )
      .map(positionOf);
  }

  positionsOf(conversations: readonly number[]): readonly IndexPosition[] {
    return this.#connection
      .all<IndexPosition>(
        'SELECT conversation, seq FROM positions WHERE conversation IN (SELECT value FROM json_each(?))',
        JSON.stringify(conversations),
      )
      .map(positionOf);
  }

  search(question: IndexQuestion, reach: Reach, page: PageRequest): IndexPage {
    return this.#answer(pageOf(question, page), question, reach);
  }

  count(question: IndexQuestion, reach: Reach, { maxHits }: { readonly maxHits: number }): IndexCounts {
    return this.#answer(countsOf(maxHits), question, reach);
  }

  /** Codes were erased that the write-ahead log may still have. */
  get hasErased(): boolean {
    return this.#hasErased;
  }

  /** Empties the write-ahead log, unless somebody reads from it. */
  tidy(): void {
    if (this.#connection.emptyLog()) this.#hasErased = false;
  }

  close(): void {
    this.#connection.close();
  }

  #answer<T>(finding: Finding<T>, question: IndexQuestion, reach: Reach): T {
    const seen = reach.filter(({ from, to }) => from <= to);
    return this.#connection.snapshot(() => {
      setReach(this.#connection, seen);
      let step = finding.next();
      while (step.done !== true) step = finding.next(find(this.#connection, question, seen, step.value));
      return step.value;
    });
  }
}

/** Rows of SQLite have no prototype. */
function positionOf({ conversation, seq }: IndexPosition): IndexPosition {
  return { conversation, seq };
}
