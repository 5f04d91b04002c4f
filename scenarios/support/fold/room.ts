/**
 * A group on a store in memory, into which messages and entries are appended as routers do it, for tests of the fold.
 *
 * @module
 */
import assert from 'node:assert/strict';
import {
  completeContent,
  decodeMessage,
  decodeState,
  encodeContent,
  encodeMessage,
} from '@posthorn/protocol';
import type { Batch, ContentInit, Message } from '@posthorn/protocol';
import { toIncoming } from '../../../packages/client/src/delivery.ts';
import { pageMessages } from '../../../packages/client/src/entries.ts';
import type { Incoming } from '@posthorn/client';
import { systemRandom } from '../../../packages/server/src/system.ts';
import { REGISTRY } from '../../../packages/server/src/compose/features.ts';
import { createMemoryStore } from '../../../packages/server/src/compose/stores.ts';
import * as userQueries from '../../../packages/server/src/features/accounts/user-queries.ts';
import * as groupQueries from '../../../packages/server/src/features/groups/queries.ts';
import { withStates } from '../../../packages/server/src/features/messages/states.ts';
import { allOf } from '../../../packages/server/src/store/log/effects.ts';
import type {
  ConversationRecord,
  Effect,
  MemberRecord,
} from '../../../packages/server/src/store/log/records.ts';
import type { Sending } from '../../../packages/server/src/router/contents.ts';
import type { Services } from '../../../packages/server/src/router/services.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';

const TIME = 1_700_000_000_000;
const OPTIONS = { editWithin: 0, recallWithin: 0 };

export interface Said {
  readonly message: Message;
  readonly content: ContentInit;
}

export class Room {
  readonly store: Store;
  readonly members: readonly number[];
  readonly #record: ConversationRecord;
  #count = 0;

  private constructor(store: Store, members: readonly number[], record: ConversationRecord) {
    this.store = store;
    this.members = members;
    this.#record = record;
  }

  /** The first member is the owner. */
  static async open(names: readonly string[]): Promise<Room> {
    const store = createMemoryStore({ random: systemRandom });
    const members: number[] = [];
    for (const name of names) {
      const user = { name, nameKey: name, displayName: '', passwordHash: '', createdAt: TIME };
      const made = await store.run(userQueries.createUser, { ...user, admin: 'if-first' });
      assert.equal(made.status, 'created');
      members.push(made.user.id);
    }
    const [owner = 0, ...others] = members;
    const group = { title: 'Verona', owner, members: others, clientId: 'group', time: TIME };
    const event = encodeContent({ kind: { case: 'event', value: { kind: 'created' } } });
    const made = await store.run(groupQueries.createGroup, { ...group, content: event });
    assert.equal(made.status, 'created');
    return new Room(store, members, made.conversation);
  }

  get id(): number {
    return this.#record.id;
  }

  /** Appends, and returns the push of the message as another device gets it. Undefined: it was refused. */
  say(sender: number, content: ContentInit): Promise<Message | undefined> {
    const whole = completeContent(content);
    return this.#append(sender, content, allOf(REGISTRY.contents.effectsOf(whole, this.#sendingOf(sender))));
  }

  /** The time of a message has come. Otherwise as {@link Room.say}. */
  vanish(target: number): Promise<Message | undefined> {
    const content = { kind: { case: 'recall', value: { target } } } as const;
    const others = REGISTRY.contents.traitEffectsOf(completeContent(content), this.#sendingOf(0));
    return this.#append(0, content, allOf([{ type: 'vanish', target }, ...others]));
  }

  #sendingOf(sender: number): Sending {
    const member: MemberRecord = {
      user: sender,
      role: sender === this.members[0] ? 'owner' : 'member',
      joinedSeq: 1,
      silenced: false,
    };
    const submission = { sender } as never;
    const cached = { record: this.#record, members: new Map([[sender, member]]) } as never;
    return { submission, cached, member, isAdministrator: false, isBot: false, options: OPTIONS };
  }

  async #append(
    sender: number,
    content: ContentInit,
    effect: Effect | undefined,
  ): Promise<Message | undefined> {
    const time = TIME + (this.#count += 1);
    const bytes = encodeContent(content);
    const [outcome] = await this.store.log.append([
      {
        conversation: this.id,
        version: this.#record.version,
        sender,
        clientId: `${this.#count}`,
        time,
        content: bytes,
        effect,
        ...REGISTRY.contents.counting(content),
      },
    ]);
    if (outcome?.status !== 'appended') return undefined;
    const state = outcome.state === undefined ? undefined : decodeState(outcome.state);
    const message = { conversation: this.id, seq: outcome.seq, sender, time, content: bytes, state };
    return decodeMessage(encodeMessage(message));
  }

  /** A page of the log as a device of `reader` gets it now. */
  async page(reader: number, after: number, limit: number): Promise<readonly Incoming[]> {
    const range = { conversation: this.id, after, before: 0, limit, mark: 0 };
    const [batch] = await this.store.log.pull(reader, [range], 1e6);
    assert.ok(batch !== undefined);
    const { contents, ownStates } = REGISTRY;
    const services = { store: this.store, contents, ownStates } as unknown as Services;
    const { messages, states } = await withStates(services, reader, batch);
    const given = {
      messages: messages?.map((each) => decodeMessage(encodeMessage(each))),
      states: states?.map((each) => decodeMessage(encodeMessage({ state: each })).state),
    } as unknown as Batch;
    return pageMessages(given).map((each) => toIncoming(each, reader));
  }
}
