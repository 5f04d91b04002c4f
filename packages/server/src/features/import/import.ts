/**
 * Carries out the records of an import, in their order. To do it again is harmless: what is there is found.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ImportRecords, RecordsInit } from '@posthorn/protocol';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { completeLooks } from '../accounts/looks.ts';
import { moveCursors } from '../cursors/queries.ts';
import { importConversation } from './conversations.ts';
import { Known } from './known.ts';
import { MessageWriter } from './messages.ts';
import { readByAll } from './queries.ts';
import { entryIn } from './entries.ts';
import type { Entry, FileEntry, MessageEntry, ReadEntry } from './entries.ts';
import { RECORD_SCHEMAS } from './schemas.ts';
import { importOwn } from './own.ts';
import { importUser } from './users.ts';

const MAX_RECORDS = 1000;

/** What came of a record. */
interface Result {
  /** `made`; `there`: nothing was done; `linked`; `wanted`: the bytes of the file; `refused`. */
  readonly outcome: 'made' | 'there' | 'linked' | 'wanted' | 'noted' | 'refused';
  readonly [detail: string]: unknown;
}

export async function importRecords(
  services: Services,
  caller: Caller,
  { records }: ImportRecords,
): Promise<RecordsInit> {
  if (records.length === 0) throw new PosthornError('INVALID', 'give records');
  if (records.length > MAX_RECORDS)
    throw new PosthornError('TOO_LARGE', `at most ${MAX_RECORDS} records at once; make several calls`);
  await completeLooks(services.store);
  const results = await new Import(services, caller).run(records);
  return { records: results.map((result) => JSON.stringify(result)), next: '' };
}

class Import {
  readonly #services: Services;
  readonly #caller: Caller;
  readonly #known: Known;
  readonly #writer: MessageWriter;
  readonly #results: Result[] = [];

  constructor(services: Services, caller: Caller) {
    this.#services = services;
    this.#caller = caller;
    this.#known = new Known(services);
    this.#writer = new MessageWriter(services, this.#known);
  }

  async run(records: readonly string[]): Promise<readonly Result[]> {
    let messages: [index: number, entry: MessageEntry][] = [];
    const write = async (): Promise<void> => {
      if (messages.length > 0) await this.#write(messages);
      messages = [];
    };
    for (const [index, text] of records.entries()) {
      const entry = this.#read(index, text);
      if (entry === undefined) continue;
      if (entry.type === 'message') {
        messages.push([index, entry]);
        continue;
      }
      await write();
      await this.#carryOut(index, entry);
    }
    await write();
    return this.#results;
  }

  #read(index: number, text: string): Entry | undefined {
    try {
      return entryIn(this.#services.state(RECORD_SCHEMAS), text);
    } catch (error) {
      this.#refuse(index, error);
      return undefined;
    }
  }

  async #write(messages: readonly (readonly [index: number, entry: MessageEntry])[]): Promise<void> {
    const outcomes = await this.#writer.write(messages.map(([, entry]) => entry));
    for (const [at, [index]] of messages.entries()) {
      const outcome = outcomes[at];
      if (outcome === undefined) throw new Error('a message has no outcome');
      if ('error' in outcome) this.#refuse(index, outcome.error);
      else this.#results[index] = outcome;
    }
  }

  async #carryOut(index: number, entry: Exclude<Entry, MessageEntry>): Promise<void> {
    try {
      this.#results[index] = await this.#resultOf(entry);
    } catch (error) {
      this.#refuse(index, error);
    }
  }

  async #resultOf(entry: Exclude<Entry, MessageEntry>): Promise<Result> {
    switch (entry.type) {
      case 'user': {
        const { outcome, user, name } = await importUser(this.#services, this.#caller, entry);
        return { outcome, user, name };
      }
      case 'group':
      case 'direct':
      case 'room': {
        const { status, record } = await importConversation(this.#services, this.#known, entry);
        return { outcome: status, conversation: record.id };
      }
      case 'file':
        return this.#fileOf(entry);
      case 'read':
        return this.#readThrough(entry);
      case 'picture':
      case 'privacy':
      case 'block':
      case 'contact':
      case 'mine':
        return { outcome: await importOwn(this.#services, this.#known, entry) };
      case 'export':
      case 'end':
        return { outcome: 'noted' };
    }
  }

  async #fileOf({ id, user }: FileEntry): Promise<Result> {
    await this.#known.learnUsers([user]);
    this.#known.user(user);
    await this.#known.learnFiles([id]);
    const file = this.#known.fileOf(id);
    return file === undefined ? { outcome: 'wanted' } : { outcome: 'there', file };
  }

  async #readThrough({ conversation, user, through }: ReadEntry): Promise<Result> {
    const { store } = this.#services;
    await this.#known.learnPlaces([conversation]);
    await this.#known.learnUsers([through.sender, ...(user === undefined ? [] : [user])]);
    await this.#known.learnMessages([[conversation, through]]);
    const { record, base } = this.#known.place(conversation);
    const seq = this.#known.seqOf(conversation, through);
    if (seq === undefined) throw new PosthornError('NOT_FOUND', `the message ${through.id} was not imported`);
    if (user === undefined) {
      await store.run(readByAll, record.id, base, seq);
      return { outcome: 'made' };
    }
    const move = { user: this.#known.user(user), conversation: record.id, read: seq, delivered: seq };
    await store.run(moveCursors, [move]);
    return { outcome: 'made' };
  }

  #refuse(index: number, caught: unknown): void {
    const error = fromStoreError(caught);
    // Whoever repeats the whole finds what is there.
    if (error.canRetry) throw error;
    if (error.code === 'INTERNAL')
      this.#services.logger.error({ err: error.cause ?? error }, 'a record could not be imported');
    this.#results[index] = { outcome: 'refused', code: error.code, message: error.message };
  }
}
