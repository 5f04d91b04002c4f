/**
 * The user's own space on this device: what the server has, as far as it is known, and writes that are on their way. Nothing
 * is asked until the application uses it.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { Mine } from '@posthorn/protocol';
import type { ClientEvents, PersonalSpace } from './api.ts';
import type { Emitter } from './emitter.ts';
import { newClientId } from './ids.ts';
import type { Platform } from './platform.ts';
import { report } from './report.ts';
import type { Requests } from './requests.ts';
import type { KeptWrite, Memory } from './storage.ts';

const PAGE = 1000;
const RETRY_MS = 3000;

export class OwnSpace implements PersonalSpace {
  readonly #memory: Memory;
  readonly #platform: Platform;
  readonly #emitter: Emitter<ClientEvents>;
  /** JSON by key, without those in #writes. */
  readonly #values: Map<string, string>;
  readonly #writes: Map<string, KeptWrite>;
  /** Up to this version #values are what the server has. */
  #version = 0;
  /** The history of the log to which that version belongs, and the one of the server now. */
  #epoch: string | undefined;
  #logEpoch = '';
  #isUsed: boolean;
  #isBehind = true;
  #isRunning = false;
  #requests: Requests | undefined;

  constructor(memory: Memory, platform: Platform, emitter: Emitter<ClientEvents>) {
    this.#memory = memory;
    this.#platform = platform;
    this.#emitter = emitter;
    const { values, writes, known } = memory.space;
    this.#values = values;
    this.#writes = writes;
    this.#isUsed = known !== undefined || writes.size > 0;
    if (known !== undefined) [this.#version, this.#epoch] = known;
  }

  get(key: string): unknown {
    return parsed(this.#text(key));
  }

  keys(prefix = ''): readonly string[] {
    const keys = new Set([...this.#values.keys(), ...this.#writes.keys()]);
    return [...keys].filter((key) => key.startsWith(prefix) && this.#text(key)).sort();
  }

  async set(key: string, value: unknown): Promise<void> {
    const id = newClientId(this.#platform.now());
    const write: KeptWrite = [value === undefined ? '' : JSON.stringify(value), id];
    const kept = this.#memory.keepSpace([[`w/${key}`, write]]);
    this.#showing(key, () => this.#writes.set(key, write));
    this.use();
    await kept;
  }

  /** From now on the space is read, and read again whenever that is needed. */
  use(): void {
    this.#isUsed = true;
    void this.#run();
  }

  online(requests: Requests, epoch: string): void {
    this.#requests = requests;
    this.#logEpoch = epoch;
    this.behind();
  }

  offline(): void {
    this.#requests = undefined;
  }

  /** Something may have been missed. */
  behind(): void {
    this.#isBehind = true;
    void this.#run();
  }

  /** What another device has changed. */
  arrived(note: Mine): void {
    if (this.#isUsed) this.#take(note);
    void this.#run();
  }

  /** One request after the other, so that what is known grows version by version. */
  async #run(): Promise<void> {
    if (this.#isRunning || !this.#isUsed) return;
    this.#isRunning = true;
    const requests = this.#requests;
    try {
      for (; requests !== undefined && requests === this.#requests;) {
        const [next] = this.#writes;
        if (this.#isBehind) await this.#read(requests);
        else if (next !== undefined) await this.#write(requests, ...next);
        else break;
      }
    } catch (caught) {
      const error = toPosthornError(caught);
      // It is tried again by the next connection, or soon.
      this.#isBehind = error.canRetry;
      report(this.#emitter, error);
      this.#platform.after(RETRY_MS, () => void this.#run());
    }
    this.#isRunning = false;
    if (requests !== this.#requests) void this.#run();
  }

  async #read(requests: Requests): Promise<void> {
    this.#isBehind = false;
    if (this.#epoch !== this.#logEpoch) this.#forget();
    this.#epoch = this.#logEpoch;
    let [after, cursor] = [this.#version, ''];
    do {
      const page = await requests.ask('getMine', { after, cursor, limit: PAGE });
      if (page.after < after) this.#forget();
      this.#take(page);
      ({ version: after, next: cursor } = page);
    } while (cursor !== '');
  }

  async #write(requests: Requests, key: string, write: KeptWrite): Promise<void> {
    const [value, clientId] = write;
    try {
      this.#take(await requests.ask('setMine', { entries: [{ key, value }], clientId }));
      // Until what was missed is read, the value before would be seen again.
      if (this.#isBehind) await this.#read(requests);
    } catch (error) {
      if (toPosthornError(error).canRetry) throw error;
      report(this.#emitter, error);
    }
    if (this.#writes.get(key) !== write) return;
    this.#showing(key, () => this.#writes.delete(key));
    this.#keep([[`w/${key}`, undefined]]);
  }

  /** Applies what has changed after one version up to another. */
  #take({ entries, after, version }: Mine): void {
    if (version <= this.#version) return;
    if (after > this.#version) {
      this.#isBehind = true;
      return;
    }
    const news = entries.filter((each) => each.version > this.#version);
    for (const { key, value } of news) this.#showing(key, () => this.#values.set(key, value));
    this.#version = version;
    this.#keep(news.map(({ key, value }) => [`m/${key}`, value || undefined]));
  }

  #forget(): void {
    const keys = [...this.#values.keys()];
    for (const key of keys) this.#showing(key, () => this.#values.delete(key));
    this.#version = 0;
    this.#keep(keys.map((key) => [`m/${key}`, undefined]));
  }

  #keep(entries: readonly (readonly [string, unknown])[]): void {
    const known = ['mine', [this.#version, this.#epoch]] as const;
    this.#memory.keepSpace([...entries, known]).catch((error: unknown) => report(this.#emitter, error));
  }

  #text(key: string): string | undefined {
    return (this.#writes.get(key)?.[0] ?? this.#values.get(key)) || undefined;
  }

  /** Makes a change, and tells of it if the application sees another value. */
  #showing(key: string, change: () => void): void {
    const before = this.#text(key);
    change();
    const now = this.#text(key);
    if (now !== before) this.#emitter.emit('mine', { key, value: parsed(now) });
  }
}

/** What is no JSON says nothing to this application. */
function parsed(text: string | undefined): unknown {
  try {
    return text && JSON.parse(text);
  } catch {
    return undefined;
  }
}
