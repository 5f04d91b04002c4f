/**
 * Everything as records, page by page: users, each conversation with its messages and how far it was read, and what users
 * have for themselves.
 *
 * A page is read when it is asked for: what changes meanwhile is in it as it is then.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ExportRecords, RecordsInit } from '@posthorn/protocol';
import type { Json } from '../../http/route.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import { filesIn, keyOf, messageRecord, saidIn, seqsIn, usersIn } from './exported.ts';
import type { Names, Said } from './exported.ts';
import * as exportQueries from './export-queries.ts';
import type { ExportedConversation } from './export-queries.ts';
import { createdIn, openingOf } from './openings.ts';
import { lastSaid } from './last-said.ts';
import { Outside } from './outside.ts';
import { OWN_STAGES, OwnExport } from './own-export.ts';
import type { OwnStage } from './own-export.ts';
import type { Behind } from '../../store/moving.ts';

/** Raised when records change their meaning. */
const FORMAT = 1;
const USERS = 500;
const MESSAGES = 500;
const READERS = 500;
/** A page ends behind this many characters of messages. */
const PAGE_CHARS = 1_000_000;

const STAGES = ['users', 'messages', 'readers', ...OWN_STAGES] as const;
type Stage = (typeof STAGES)[number];

/** Where an export is. */
interface Cursor {
  readonly stage: Stage;
  /** In this conversation, or at this user. */
  readonly at: number;
  /** Behind this user, message or reader, or whatever comes behind another one. */
  readonly after: number;
}

interface Page {
  readonly records: readonly Json[];
  /** Undefined: that was all. */
  readonly next: Cursor | undefined;
}

export async function exportRecords(
  services: Services,
  _caller: Caller,
  { cursor }: ExportRecords,
): Promise<RecordsInit> {
  const head = cursor === '' ? [headOf(services)] : [];
  const { records, next } = await new ExportPage(services).at(cursorIn(cursor));
  const tail = next === undefined ? [{ type: 'end' }] : [];
  return {
    records: [...head, ...records, ...tail].map((record) => JSON.stringify(record)),
    next: next === undefined ? '' : `${next.stage}.${next.at}.${next.after}`,
  };
}

function headOf({ clock, config, store }: Services): Json {
  const { version: server } = config;
  const { epoch } = store;
  return { type: 'export', format: FORMAT, source: 'posthorn', time: clock.now(), server, epoch };
}

/** Throws INVALID. */
function cursorIn(cursor: string): Cursor {
  if (cursor === '') return { stage: 'users', at: 0, after: 0 };
  const [, name, at, after] = /^([a-z]+)\.(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  const stage = STAGES.find((each) => each === name);
  if (stage === undefined) throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return { stage, at: Number(at), after: Number(after) };
}

class ExportPage {
  readonly #services: Services;
  readonly #outside: Outside;

  constructor(services: Services) {
    this.#services = services;
    this.#outside = new Outside(services);
  }

  async at({ stage, at: id, after }: Cursor): Promise<Page> {
    if (stage === 'users') return this.#users(after);
    if (stage !== 'messages' && stage !== 'readers') return this.#own(stage, { user: id, after });
    const conversation = await this.#services.store.run(exportQueries.conversationFrom, id);
    if (conversation === undefined) return { records: [], next: firstOf(OWN_STAGES[0]) };
    // The one of the cursor is gone, so this one begins.
    const from = conversation.id === id ? after : 0;
    return stage === 'readers' && conversation.id === id
      ? this.#readers(conversation, from)
      : this.#messages(conversation, from);
  }

  async #users(after: number): Promise<Page> {
    const { store } = this.#services;
    const ids = await store.run(exportQueries.accountsAfter, after, USERS);
    await this.#outside.learnUsers(ids);
    const users = await store.run(usersByIds, ids);
    const records = users.map((user) => userRecord(user, this.#outside.user(user.id)));
    const last = ids.at(-1);
    if (last === undefined || ids.length < USERS)
      return { records, next: { stage: 'messages', at: 1, after: 0 } };
    return { records, next: { stage: 'users', at: 0, after: last } };
  }

  async #messages(conversation: ExportedConversation, after: number): Promise<Page> {
    const { id, head } = conversation;
    const found = await this.#services.store.run(exportQueries.messagesAfter, id, after, MESSAGES);
    const [first] = found;
    const records: Json[] =
      after === 0 ? [await openingOf(this.#services, this.#outside, conversation, first)] : [];
    const said = found.flatMap((message) =>
      createdIn(message) === undefined ? (saidIn(message) ?? []) : [],
    );
    const names = await this.#namesFor(conversation, said);
    const attached = new Set<string>();
    let chars = 0;
    let through = Math.min(after + MESSAGES, head);
    for (const each of said) {
      for (const file of filesIn(each)) {
        const record = attached.has(file) ? undefined : this.#outside.fileRecord(file);
        if (record !== undefined) records.push(record);
        attached.add(file);
      }
      const record = messageRecord(each, this.#outside.conversation(conversation), names);
      records.push(record);
      chars += each.message.content.length;
      if (chars < PAGE_CHARS) continue;
      through = each.message.seq;
      break;
    }
    const stage = through < head ? 'messages' : 'readers';
    return { records, next: { stage, at: id, after: stage === 'messages' ? through : 0 } };
  }

  async #readers(conversation: ExportedConversation, after: number): Promise<Page> {
    const { store } = this.#services;
    const { id } = conversation;
    const found = await store.run(exportQueries.readersAfter, id, after, READERS);
    await this.#outside.learnUsers(found.map(({ user }) => user));
    const reached = new Map<number, Said | undefined>();
    for (const { read } of found) if (!reached.has(read)) reached.set(read, await lastSaid(store, id, read));
    const names = await this.#namesFor(
      conversation,
      [...reached.values()].filter((said) => said !== undefined),
    );
    const records = found.flatMap(({ user, read }) => {
      const through = keyOf(names, reached.get(read)?.message.seq ?? 0);
      if (through === undefined) return [];
      const called = this.#outside.conversation(conversation);
      return [{ type: 'read', conversation: called, user: this.#outside.user(user), through }];
    });
    const last = found.at(-1)?.user;
    if (last !== undefined && found.length === READERS)
      return { records, next: { stage: 'readers', at: id, after: last } };
    const following = await store.run(exportQueries.conversationFrom, id + 1);
    const next = following && ({ stage: 'messages', at: following.id, after: 0 } as const);
    return { records, next: next ?? firstOf(OWN_STAGES[0]) };
  }

  async #own(stage: OwnStage, behind: Behind): Promise<Page> {
    const { records, next } = await new OwnExport(this.#services, this.#outside).page(stage, behind);
    if (next !== undefined) return { records, next: { stage, at: next.user, after: next.after } };
    const following = OWN_STAGES[OWN_STAGES.indexOf(stage) + 1];
    return { records, next: following && firstOf(following) };
  }

  /** Names of everything in these messages. */
  async #namesFor({ id }: ExportedConversation, said: readonly Said[]): Promise<Names> {
    const outside = this.#outside;
    const senders = new Map(said.map(({ message }) => [message.seq, message.sender]));
    const others = [...new Set(said.flatMap(seqsIn))].filter((seq) => !senders.has(seq));
    for (const { seq, sender } of await this.#services.store.run(exportQueries.sendersOf, id, others))
      senders.set(seq, sender);
    await outside.learnUsers([...said.flatMap(usersIn), ...senders.values()].filter((user) => user > 0));
    await outside.learnFiles(said.flatMap(filesIn));
    return {
      user: (user) => outside.user(user),
      file: (file) => outside.file(file),
      hasFile: (file) => outside.fileRecord(file) !== undefined,
      senderAt: (seq) => senders.get(seq),
    };
  }
}

function firstOf(stage: OwnStage): Cursor {
  return { stage, at: 0, after: 0 };
}

function userRecord(user: UserRecord, id: string): Json {
  const { name, displayName, avatarUrl, statusText, statusEmoji, createdAt, disabled, bot, erased } = user;
  if (erased) return { type: 'user', id, name: `deleted-${user.id}`, createdAt, disabled: true };
  return {
    type: 'user',
    id,
    name,
    ...(displayName !== '' && { displayName }),
    // A picture that is a file has a record of its own.
    ...(/^https?:/.test(avatarUrl) && { avatarUrl }),
    ...(statusText !== '' && { statusText }),
    ...(statusEmoji !== '' && { statusEmoji }),
    createdAt,
    ...(disabled && { disabled }),
    ...(bot && { bot }),
  };
}
