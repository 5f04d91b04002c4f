/**
 * Files that wait in a composer until their message is sent, kept in the browser's IndexedDB: they survive a reload, and a tab that
 * crashes. Each place, such as a conversation, belongs to one tab at a time, so that no two send the same.
 *
 * @module
 */
import { completed, settled } from '../idb.ts';
import { randomText } from '../ids.ts';
import { browser } from './lobby.ts';
import { fitting } from './waiting-bounds.ts';
import type { Tray, Trays } from './waiting-bounds.ts';

export interface WaitingFile {
  readonly file: Blob;
  readonly name: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
}

export interface WaitingFiles {
  /**
   * Resolves with what was kept of a place, once no other tab has it. It belongs to this tab then, until {@link close}. Never
   * rejects: where nothing can be stored, nothing was.
   */
  open(place: string): Promise<readonly WaitingFile[]>;
  /**
   * Keeps these in place of what was kept there; does nothing for a place that is not this tab's. Of all places, as much is kept as
   * fits: of 40 places, 512 MiB, for 30 days. Never rejects: what cannot be stored lives as long as the page.
   */
  keep(place: string, files: readonly WaitingFile[]): Promise<void>;
  /** Leaves the places to other tabs. What is kept stays. Idempotent. */
  close(): Promise<void>;
}

const TRAYS = 'trays';
const BYTES = 'bytes';
const VERSION = 1;

/** The database of an account. It goes with the rest of the account when the user logs out. */
export function waitingName(account: string): string {
  return `posthorn/${account}/waiting`;
}

/** `account`: as the engine was joined with. */
export function waitingFiles(account: string): WaitingFiles {
  return new KeptFiles(account);
}

class KeptFiles implements WaitingFiles {
  readonly #account: string;
  readonly #own = new Set<string>();
  readonly #closing = Promise.withResolvers<void>();
  /** Under which ids the bytes of files are stored. */
  readonly #ids = new WeakMap<Blob, string>();
  readonly #wanted = new Map<string, readonly WaitingFile[]>();
  #database: Promise<IDBDatabase> | undefined;
  #writing: Promise<void> | undefined;
  #isOver = false;

  constructor(account: string) {
    this.#account = account;
  }

  async open(place: string): Promise<readonly WaitingFile[]> {
    try {
      await this.#take(place);
      if (this.#isOver) return [];
      const found = await this.#read(place);
      this.#own.add(place);
      return found;
    } catch {
      return [];
    }
  }

  keep(place: string, files: readonly WaitingFile[]): Promise<void> {
    if (!this.#own.has(place) || this.#isOver) return Promise.resolve();
    this.#wanted.set(place, files);
    return (this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined)));
  }

  async close(): Promise<void> {
    await this.#writing;
    this.#end();
    (await this.#database?.catch(() => undefined))?.close();
  }

  #end(): void {
    this.#isOver = true;
    this.#closing.resolve();
  }

  /** Pages without TLS have no locks: there, tabs are not told apart. */
  async #take(place: string): Promise<void> {
    const { locks } = browser;
    if (locks === undefined) return;
    const taken = Promise.withResolvers<void>();
    const held = locks.request(`${waitingName(this.#account)}/${place}`, () => {
      taken.resolve();
      return this.#closing.promise;
    });
    held.catch(taken.reject);
    await taken.promise;
  }

  #open(): Promise<IDBDatabase> {
    return (this.#database ??= this.#openDatabase());
  }

  async #openDatabase(): Promise<IDBDatabase> {
    const opening = indexedDB.open(waitingName(this.#account), VERSION);
    opening.addEventListener('upgradeneeded', () => {
      for (const store of [TRAYS, BYTES]) opening.result.createObjectStore(store);
    });
    const database = await settled(opening);
    // The user logs out: nothing is to be stored any more.
    database.addEventListener('versionchange', () => {
      this.#end();
      database.close();
    });
    return database;
  }

  async #read(place: string): Promise<readonly WaitingFile[]> {
    const transaction = (await this.#open()).transaction([TRAYS, BYTES]);
    // Only these are stored there.
    const tray = (await settled(transaction.objectStore(TRAYS).get(place))) as Tray | undefined;
    const store = transaction.objectStore(BYTES);
    const found = (tray?.files ?? []).map(async ({ id, name, alt }) => {
      const file = (await settled(store.get(id))) as Blob | undefined;
      if (file === undefined) return undefined;
      this.#ids.set(file, id);
      return { file, name, alt };
    });
    return (await Promise.all(found)).filter((each) => each !== undefined);
  }

  /** What is wanted while it writes is written next. */
  async #writeAll(): Promise<void> {
    // What is wanted in one turn is written once.
    await Promise.resolve();
    for (let next = first(this.#wanted); next !== undefined && !this.#isOver; next = first(this.#wanted)) {
      const [place, files] = next;
      this.#wanted.delete(place);
      // No room, or the browser permits nothing: it lives as long as the page.
      await this.#write(place, files).catch(() => undefined);
    }
  }

  async #write(place: string, files: readonly WaitingFile[]): Promise<void> {
    const transaction = (await this.#open()).transaction([TRAYS, BYTES], 'readwrite', {
      durability: 'strict',
    });
    const done = completed(transaction);
    // It is awaited below, unless something fails before.
    done.catch(() => undefined);
    const trays = transaction.objectStore(TRAYS);
    const bytes = transaction.objectStore(BYTES);
    const [keys, values] = await Promise.all([settled(trays.getAllKeys()), settled(trays.getAll())]);
    const before: Trays = new Map(keys.map((key, at) => [key as string, values[at] as Tray]));
    const blobs = new Map(files.map(({ file }) => [this.#idOf(file), file]));
    const now = Date.now();
    const own: Tray = {
      at: now,
      files: files.map(({ file, name, alt }) => ({ id: this.#idOf(file), name, alt, bytes: file.size })),
    };
    const after = fitting(new Map([...before, [place, own]]), place, now);
    const known = idsIn(before);
    const kept = idsIn(after);
    for (const id of known) if (!kept.has(id)) bytes.delete(id);
    for (const [id, file] of blobs) if (kept.has(id) && !known.has(id)) bytes.put(file, id);
    for (const key of before.keys()) if (!after.has(key)) trays.delete(key);
    const stored = after.get(place);
    if (stored !== undefined) trays.put(stored, place);
    await done;
  }

  #idOf(file: Blob): string {
    const id = this.#ids.get(file) ?? randomText(16);
    this.#ids.set(file, id);
    return id;
  }
}

function first<K, V>(map: ReadonlyMap<K, V>): readonly [K, V] | undefined {
  const [entry] = map;
  return entry;
}

function idsIn(trays: Trays): ReadonlySet<string> {
  return new Set([...trays.values()].flatMap(({ files }) => files.map(({ id }) => id)));
}
