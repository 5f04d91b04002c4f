/**
 * What all tabs see, on the engine's side: values and tables, and which of them have changed since they were told last.
 *
 * @module
 */
import type { Platform } from '../platform.ts';
import type { Changes, Tables, Values } from './wire.ts';

/** Changes that happen together are told together, at most this often. */
const PACE_MS = 16;

export class Board {
  readonly #platform: Platform;
  readonly #values: Values;
  readonly #tables: { readonly [K in keyof Tables]: Map<Tables[K][0], Tables[K][1]> } = {
    conversations: new Map(),
    users: new Map(),
    presence: new Map(),
    typing: new Map(),
    mine: new Map(),
    cursors: new Map(),
    pins: new Map(),
    bots: new Map(),
  };
  #changedValues = new Set<keyof Values>();
  #changedKeys = new Map<keyof Tables, Set<unknown>>();
  #onChanges: () => void = () => {};
  #isDue = false;
  #holds = 0;
  #toldAt = -Infinity;

  constructor(platform: Platform, values: Values) {
    this.#platform = platform;
    this.#values = { ...values };
  }

  /** `tell` is called soon after changes. */
  onChanges(tell: () => void): void {
    this.#onChanges = tell;
  }

  /** What `work` changes is told together. */
  async together(work: () => Promise<void>): Promise<void> {
    this.#holds += 1;
    try {
      await work();
    } finally {
      this.#holds -= 1;
      if (this.#isDue) this.#schedule();
    }
  }

  value<K extends keyof Values>(name: K): Values[K] {
    return this.#values[name];
  }

  set<K extends keyof Values>(name: K, value: Values[K]): void {
    if (this.#values[name] === value) return;
    Object.assign(this.#values, { [name]: value });
    this.#changedValues.add(name);
    this.touch();
  }

  table<K extends keyof Tables>(name: K): ReadonlyMap<Tables[K][0], Tables[K][1]> {
    return this.#tables[name];
  }

  /** Undefined removes it. */
  put<K extends keyof Tables>(name: K, key: Tables[K][0], value: Tables[K][1] | undefined): void {
    const table: Map<unknown, unknown> = this.#tables[name];
    if (table.get(key) === value) return;
    if (value === undefined) table.delete(key);
    else table.set(key, value);
    const keys = this.#changedKeys.get(name) ?? new Set();
    this.#changedKeys.set(name, keys.add(key));
    this.touch();
  }

  /** Something has changed that is to be told. */
  touch(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#schedule();
  }

  /** What has changed since the last call. */
  take(): { readonly values: Partial<Values>; readonly changes: Changes } {
    const values = pick(this.#values, this.#changedValues);
    const changes = Object.fromEntries(
      [...this.#changedKeys].map(([name, keys]) => {
        const table: ReadonlyMap<unknown, unknown> = this.#tables[name];
        return [name, [...keys].map((key) => [key, table.get(key)])];
      }),
    ) as Changes;
    this.#changedValues = new Set();
    this.#changedKeys = new Map();
    this.#isDue = false;
    this.#toldAt = this.#platform.monotonic();
    return { values, changes };
  }

  #schedule(): void {
    const tell = (): void => {
      if (this.#isDue && this.#holds === 0) this.#onChanges();
    };
    const waitMs = this.#toldAt + PACE_MS - this.#platform.monotonic();
    if (waitMs <= 0) queueMicrotask(tell);
    else this.#platform.after(waitMs, tell);
  }

  /** Everything, for a tab that has come. */
  all(): { readonly values: Partial<Values>; readonly changes: Changes } {
    const changes = Object.fromEntries(
      Object.entries(this.#tables).map(([name, table]) => [name, [...table]]),
    ) as Changes;
    return { values: { ...this.#values }, changes };
  }
}

function pick(values: Values, names: ReadonlySet<keyof Values>): Partial<Values> {
  return Object.fromEntries([...names].map((name) => [name, values[name]]));
}
