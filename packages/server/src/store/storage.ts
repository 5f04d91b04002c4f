/**
 * A storage: the tables, queries and effects of one part of the program, such as a feature. A store is opened with a
 * list of storages and knows nothing else about the program.
 *
 * @module
 */
import type { EffectKind, EffectKinds } from './log/effects.ts';
import type { Query } from './sql/sql.ts';
import type { SealedPlace } from './sealing/place.ts';
import type { Table } from './table.ts';

/** A query. Arguments and result cross threads, so they are plain data. */
export type StoreQuery<Args extends readonly unknown[] = readonly unknown[], T = unknown> = (
  ...args: Args
) => Query<T>;

/** Queries by name. Their arguments differ, so they have the type never here. */
export type QueryTable = Readonly<Record<string, StoreQuery<never>>>;

export interface Storage {
  /** Unique among the storages of a store. */
  readonly name: string;
  /**
   * `import.meta.url` of the module that exports this storage as `STORAGE`. Threads import it, so it must load only
   * what the queries need.
   */
  readonly module: string;
  readonly tables?: readonly Table[];
  /** Where its secrets lie that must be read again. */
  readonly sealed?: readonly SealedPlace[];
  /** Queries that only read. */
  readonly reads?: QueryTable;
  /** Reads of exactly one statement. They need no transaction to see one snapshot. */
  readonly singleReads?: QueryTable;
  /** Queries that write. Each is one transaction. */
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

/**
 * All queries, effects and tables of a list of storages. The constructor throws if two have the same name, which is a
 * programming error.
 */
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

  /** Returns the registration of a query function. Throws if no storage has it. */
  of(run: unknown): RegisteredQuery {
    const found = this.#byFunction.get(run);
    if (found === undefined) {
      const name = typeof run === 'function' ? run.name : String(run);
      throw new Error(`the query ${name} is in no storage that this store was opened with`);
    }
    return found;
  }

  /** Throws if no query has this name. */
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
      // The type of Store.run checks the arguments against this function.
      const query = { name, access, run: given as unknown as StoreQuery };
      if (this.#byName.has(name)) throw new Error(`two queries are called ${name}`);
      this.#byName.set(name, query);
      this.#byFunction.set(given, query);
    }
  }
}
