/**
 * The storage of a simulated device. Writes take time and may fail. After a crash unconfirmed writes are there in
 * part: their first few entries, like a truncated file.
 *
 * @module
 */
import type { Storage } from '@posthorn/client';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';
import type { DiskSetting } from './setting.ts';

type Entry = readonly [key: string, value: unknown];

interface Write {
  readonly entries: readonly Entry[];
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class Disk {
  readonly #scheduler: Scheduler;
  readonly #chance: Chance;
  readonly #values = new Map<string, unknown>();
  /** Unconfirmed writes, in order. */
  #writes: Write[] = [];
  #isWriting = false;
  readonly #onIdle: (() => void)[] = [];
  /** Rises with every crash: writes of earlier lives no longer count. */
  #life = 0;
  faults: DiskSetting;
  /** Its writes never fail. */
  readonly isReliable: boolean;

  constructor(scheduler: Scheduler, chance: Chance, faults: DiskSetting) {
    this.#scheduler = scheduler;
    this.#chance = chance;
    this.faults = faults;
    this.isReliable = faults.failing === 0;
  }

  /** Opens the storage for one life of the device. */
  open(): Storage {
    const life = this.#life;
    return {
      load: async () => new Map(this.#values),
      put: (entries) =>
        new Promise((resolve, reject) => {
          if (life !== this.#life) return;
          // Copied as if written to a file, so that nobody shares the object.
          const own = entries.map(([key, value]) => [key, copied(value)] as const);
          this.#writes.push({ entries: own, resolve, reject });
          this.#writeNext();
        }),
      close: () =>
        new Promise((resolve) => {
          if (this.#writes.length === 0) resolve();
          else this.#onIdle.push(resolve);
        }),
    };
  }

  /** A durably written value. */
  get(key: string): unknown {
    return this.#values.get(key);
  }

  crash(): void {
    const entries = this.#writes.flatMap((write) => write.entries);
    this.#apply(entries.slice(0, this.#chance.int(0, entries.length)));
    this.#writes = [];
    this.#isWriting = false;
    this.#onIdle.length = 0;
    this.#life++;
  }

  #writeNext(): void {
    const [write] = this.#writes;
    if (write === undefined) for (const resolve of this.#onIdle.splice(0)) resolve();
    if (this.#isWriting || write === undefined) return;
    this.#isWriting = true;
    const life = this.#life;
    this.#scheduler.after(this.#chance.int(0, this.faults.maxDelayMs), () => {
      if (life !== this.#life) return;
      this.#isWriting = false;
      this.#writes.shift();
      if (this.#chance.is(this.faults.failing)) {
        write.reject(new Error('the disk is full'));
      } else {
        this.#apply(write.entries);
        write.resolve();
      }
      this.#writeNext();
    });
  }

  #apply(entries: readonly Entry[]): void {
    for (const [key, value] of entries) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
  }
}

/** Like structuredClone for plain values, arrays and bytes, which is all that the SDK stores; much cheaper. */
function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copied(item)]));
}
