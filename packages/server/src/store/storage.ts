/**
 * What a part of the program keeps in the store: its tables, the queries on them, and the effects that it commits
 * together with messages. A store is opened with a list of these and knows nothing else of whom it serves.
 *
 * @module
 */
import type { EffectKind, EffectKinds } from './log/effects.ts';
import type { Query } from './sql/sql.ts';
import type { Table } from './table.ts';

/** A query as the store runs it: arguments and result cross threads, so they are plain data. */
export type StoreQuery<Args extends readonly unknown[] = readonly unknown[], T = unknown> = (
  ...args: Args
) => Query<T>;

/** Queries by name. Their arguments differ; {@link Queries} calls them with what the callers gave. */
export type QueryTable = Readonly<Record<string, StoreQuery<never>>>;

export interface Storage {
  /** Unique among the storages of a program. */
  readonly name: string;
  /**
   * `import.meta.url` of the module that exports this storage as `STORAGE`. Threads import it: it must load no more
   * than the queries need.
   */
  readonly module: string;
  readonly tables?: readonly Table[];
  /** Queries that change nothing. */
  readonly reads?: QueryTable;
  /** Reads of exactly one statement, which see one snapshot without a transaction around them. */
  readonly singleReads?: QueryTable;
  /** Queries that change something. Each is one transaction. */
  readonly writes?: QueryTable;
  /** By the `type` of the effect. */
  readonly effects?: Readonly<Record<string, EffectKind>>;
}

export type Access = 'read' | 'single-read' | 'write';

export interface RegisteredQuery {
  /** `accounts.createUser` */
  readonly name: string;
  readonly access: Access;
  readonly run: StoreQuery;
}

/** All queries and effects of a list of storages. Throws when two have one name: a mistake of the program. */
export class Queries {
  readonly #byName = new Map<string, RegisteredQuery>();
  readonly #byFunction = new Map<unknown, RegisteredQuery>();
  readonly effects: EffectKinds;
  readonly tables: readonly Table[];

  constructor(storages: readonly Storage[]) {
    const effects = new Map<string, EffectKind>();
    for (const storage of storages) {
      this.#add(storage.name, 'read', storage.reads);
      this.#add(storage.name, 'single-read', storage.singleReads);
      this.#add(storage.name, 'write', storage.writes);
      for (const [type, kind] of Object.entries(storage.effects ?? {})) {
        if (effects.has(type)) throw new Error(`two effects are called ${type}`);
        effects.set(type, kind);
      }
    }
    this.effects = effects;
    this.tables = storages.flatMap(({ tables = [] }) => tables);
    const names = this.tables.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`two tables are called ${twice}`);
  }

  /** The registration of a query function. Throws when no storage of the list has it. */
  of(run: unknown): RegisteredQuery {
    const found = this.#byFunction.get(run);
    if (found === undefined) {
      const name = typeof run === 'function' ? run.name : String(run);
      throw new Error(`the query ${name} is in no storage that this store was opened with`);
    }
    return found;
  }

  /** Throws when there is none of that name. */
  named(name: string): RegisteredQuery {
    const found = this.#byName.get(name);
    if (found === undefined) throw new Error(`no query is called ${name}`);
    return found;
  }

  all(): Iterable<RegisteredQuery> {
    return this.#byName.values();
  }

  #add(storage: string, access: Access, queries: QueryTable = {}): void {
    for (const [key, given] of Object.entries(queries)) {
      const name = `${storage}.${key}`;
      // Arguments come from callers whose types were checked against this very function (Store.run).
      const query = { name, access, run: given as unknown as StoreQuery };
      if (this.#byName.has(name)) throw new Error(`two queries are called ${name}`);
      this.#byName.set(name, query);
      this.#byFunction.set(given, query);
    }
  }
}
