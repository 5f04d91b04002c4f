/**
 * The database of what was seen, in the browser's IndexedDB.
 *
 * @module
 */
import { completed, settled } from '../idb.ts';

/** What is stored of a message: the message as the protocol encodes it, and when it vanishes. */
export interface MessageRecord {
  readonly bytes: Uint8Array;
  readonly vanishesAt?: number;
}

export type MessageKey = readonly [conversation: number, seq: number];

/** Tables of values by a number or a text. */
export type TableName = 'conversations' | 'users' | 'ranges' | 'meta' | 'outgoing';

/** Changes that are stored together. Undefined removes. */
export interface Writes {
  readonly messages: readonly (readonly [MessageKey, MessageRecord | undefined])[];
  readonly tables: readonly (readonly [TableName, number | string, unknown])[];
  /** Conversations of which all messages below a seq go first. */
  readonly dropped: readonly (readonly [conversation: number, below: number])[];
}

export interface Disk {
  all(table: TableName): Promise<readonly (readonly [number | string, unknown])[]>;
  message(key: MessageKey): Promise<MessageRecord | undefined>;
  /** By seq, both ends among them. */
  messages(conversation: number, from: number, to: number): Promise<readonly MessageRecord[]>;
  /** Messages that should have vanished. */
  vanished(now: number): Promise<readonly MessageRecord[]>;
  /** Visits all messages. `visit` returns the key of the message. */
  scan(visit: (record: MessageRecord) => MessageKey): Promise<void>;
  write(writes: Writes): Promise<void>;
  /** Removes everything but what is not sent yet. */
  clear(): Promise<void>;
  close(): void;
}

const VERSION = 1;
/** How many messages are in memory at once when all are read. */
const SCAN_PAGE = 2000;
const TABLES: readonly TableName[] = ['conversations', 'users', 'ranges', 'meta', 'outgoing'];

/** Opens the database. Rejects if it cannot be used. */
export async function openDisk(name: string): Promise<Disk> {
  const opening = indexedDB.open(name, VERSION);
  opening.addEventListener('upgradeneeded', () => upgrade(opening.result));
  const database = await settled(opening);
  // Another build wants to change it: what is here is only a copy.
  database.addEventListener('versionchange', () => database.close());
  return new IndexedDisk(database);
}

/** What an older build has stored was only a copy: it goes, but for what is not sent yet. */
function upgrade(database: IDBDatabase): void {
  for (const store of database.objectStoreNames) if (store !== 'outgoing') database.deleteObjectStore(store);
  for (const table of TABLES)
    if (!database.objectStoreNames.contains(table)) database.createObjectStore(table);
  database.createObjectStore('messages').createIndex('vanishes', 'vanishesAt');
}

class IndexedDisk implements Disk {
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
  }

  async all(table: TableName): Promise<readonly (readonly [number | string, unknown])[]> {
    const store = this.#database.transaction(table).objectStore(table);
    const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    // Only keys of these types are written.
    return keys.map((key, index) => [key as number | string, values[index] as unknown] as const);
  }

  async message(key: MessageKey): Promise<MessageRecord | undefined> {
    const found: unknown = await settled(this.#messages().get([...key]));
    return found as MessageRecord | undefined;
  }

  async messages(conversation: number, from: number, to: number): Promise<readonly MessageRecord[]> {
    const range = IDBKeyRange.bound([conversation, from], [conversation, to]);
    return (await settled(this.#messages().getAll(range))) as MessageRecord[];
  }

  async vanished(now: number): Promise<readonly MessageRecord[]> {
    const index = this.#messages().index('vanishes');
    return (await settled(index.getAll(IDBKeyRange.upperBound(now)))) as MessageRecord[];
  }

  async scan(visit: (record: MessageRecord) => MessageKey): Promise<void> {
    for (let range: IDBKeyRange | undefined; ;) {
      const records = (await settled(this.#messages().getAll(range, SCAN_PAGE))) as MessageRecord[];
      let last: MessageKey | undefined;
      for (const record of records) last = visit(record);
      if (last === undefined || records.length < SCAN_PAGE) return;
      range = IDBKeyRange.lowerBound([...last], true);
    }
  }

  write({ messages, tables, dropped }: Writes): Promise<void> {
    const transaction = this.#database.transaction(['messages', ...TABLES], 'readwrite', {
      durability: 'relaxed',
    });
    const store = transaction.objectStore('messages');
    for (const [conversation, below] of dropped)
      store.delete(IDBKeyRange.bound([conversation, 0], [conversation, below], false, true));
    for (const [key, record] of messages) {
      if (record === undefined) store.delete([...key]);
      else store.put(record, [...key]);
    }
    for (const [table, key, value] of tables) {
      if (value === undefined) transaction.objectStore(table).delete(key);
      else transaction.objectStore(table).put(value, key);
    }
    return completed(transaction);
  }

  clear(): Promise<void> {
    const stores = ['messages', ...TABLES.filter((table) => table !== 'outgoing')];
    const transaction = this.#database.transaction(stores, 'readwrite');
    for (const store of stores) transaction.objectStore(store).clear();
    return completed(transaction);
  }

  close(): void {
    this.#database.close();
  }

  #messages(): IDBObjectStore {
    return this.#database.transaction('messages').objectStore('messages');
  }
}
