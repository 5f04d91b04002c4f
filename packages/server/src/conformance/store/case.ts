/**
 * A case of the suite, and the fixture that cases share.
 *
 * @module
 */
import * as groupQueries from '../../features/groups/queries.ts';
import * as logQueries from '../../store/log/conversations.ts';
import * as userQueries from '../../features/accounts/user-queries.ts';
import assert from 'node:assert/strict';
import type { UserRecord } from '../../features/accounts/user-records.ts';
import type { ConversationRecord, Effect } from '../../store/log/records.ts';
import type { Append, AppendOutcome, LogBatch, LogRange } from '../../store/log/log.ts';
import type { Store, StoreCapabilities } from '../../store/store.ts';

/** A store that a backend opened for one case. */
export interface OpenStore {
  readonly store: Store;
  /** Closes the store and opens the same data again. Only durable backends have it. */
  readonly reopen?: () => Promise<Store>;
  /** Opens another store on the same data, like another process. Only shared backends have it. Closed by dispose. */
  readonly another?: () => Promise<Store>;
  /** Frees everything, even if the store is closed already. */
  readonly dispose: () => Promise<void>;
}

export interface StoreCase {
  readonly name: string;
  /** Skipped if the backend lacks this capability. */
  readonly needs?: keyof StoreCapabilities;
  readonly run: (fixture: Fixture) => Promise<void>;
}

/** A round time, so that the coarse clock of changed heads is easy to read. */
export const TIME = 1_700_000_000_000;
/** Invites that a group may have. */
export const MOST_INVITES = 100;
/** Open reports that somebody may have. */
export const MOST_REPORTS = 50;

/** Makes many of something, one after the other: at once, some could wait for a connection longer than a store allows. */
export async function inTurn<T>(count: number, make: (index: number) => Promise<T>): Promise<readonly T[]> {
  const made: T[] = [];
  for (let index = 0; index < count; index++) made.push(await make(index));
  return made;
}

export class Fixture {
  readonly opened: OpenStore;
  store: Store;
  #count = 0;

  constructor(opened: OpenStore) {
    this.opened = opened;
    this.store = opened.store;
  }

  async reopen(): Promise<void> {
    assert.ok(this.opened.reopen !== undefined);
    this.store = await this.opened.reopen();
  }

  async another(): Promise<Store> {
    assert.ok(this.opened.another !== undefined);
    return this.opened.another();
  }

  async user(name: string): Promise<UserRecord> {
    const outcome = await this.store.run(userQueries.createUser, {
      name,
      nameKey: name.toLowerCase(),
      displayName: `${name} Capulet`,
      passwordHash: `hash of ${name}`,
      admin: 'if-first',
      createdAt: TIME,
    });
    assert.equal(outcome.status, 'created');
    return outcome.user;
  }

  async users(...names: readonly string[]): Promise<number[]> {
    const ids: number[] = [];
    for (const name of names) ids.push((await this.user(name)).id);
    return ids;
  }

  /** A direct conversation of two new users. */
  async direct(): Promise<{
    readonly a: number;
    readonly b: number;
    readonly conversation: ConversationRecord;
  }> {
    const [a = 0, b = 0] = await this.users('Romeo', 'Juliet');
    return { a, b, conversation: await this.store.run(logQueries.openDirect, a, b) };
  }

  async group(owner: number, ...members: readonly number[]): Promise<ConversationRecord> {
    const outcome = await this.store.run(groupQueries.createGroup, {
      title: 'Verona',
      owner,
      members,
      clientId: this.clientId(),
      time: TIME,
      content: bytes('created'),
    });
    assert.equal(outcome.status, 'created');
    return outcome.conversation;
  }

  clientId(): string {
    return `client-${(this.#count += 1)}`;
  }

  /** A text by `sender`, authorised against the current version of the conversation. */
  async message(
    conversation: number,
    sender: number,
    text: string,
    more: Partial<Append> = {},
  ): Promise<Append> {
    const record = await this.store.run(logQueries.getConversation, conversation);
    assert.ok(record !== undefined);
    return {
      conversation,
      version: record.version,
      sender,
      clientId: this.clientId(),
      time: TIME,
      content: bytes(text),
      ...more,
    };
  }

  /** Appends texts one by one; returns their outcomes. */
  async say(conversation: number, sender: number, ...texts: readonly string[]): Promise<AppendOutcome[]> {
    const outcomes: AppendOutcome[] = [];
    for (const text of texts) {
      outcomes.push(await this.append(await this.message(conversation, sender, text)));
    }
    return outcomes;
  }

  async append(append: Append): Promise<AppendOutcome> {
    const [outcome] = await this.store.log.append([append]);
    assert.ok(outcome !== undefined);
    return outcome;
  }

  /** Appends a change of a group with its message. Must succeed. Returns its seq. */
  async change(conversation: number, sender: number, effect: Effect): Promise<number> {
    const outcome = await this.append(
      await this.message(conversation, sender, effect.type, { effect, counts: false }),
    );
    assert.equal(outcome.status, 'appended');
    return outcome.seq;
  }

  async pull(
    reader: number,
    range: Partial<LogRange> & { readonly conversation: number },
    maxBytes = 1e6,
  ): Promise<LogBatch> {
    const whole = { after: 0, before: 0, limit: 100, mark: 0, ...range };
    const [batch] = await this.store.log.pull(reader, [whole], maxBytes);
    assert.ok(batch !== undefined);
    return batch;
  }

  /** The seqs that a reader gets of a conversation. */
  async seqs(reader: number, conversation: number): Promise<number[]> {
    return (await this.pull(reader, { conversation })).messages.map(({ seq }) => seq);
  }
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function text(content: Uint8Array): string {
  return new TextDecoder().decode(content);
}
