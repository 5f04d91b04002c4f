/**
 * What users have for themselves, as records: pictures, privacy, blocks, contacts, and their own spaces.
 *
 * @module
 */
import type { Json } from '../../http/route.ts';
import type { Services } from '../../router/services.ts';
import type { Behind } from '../../store/moving.ts';
import { contactsAfter, MUTUAL } from '../contacts/import-queries.ts';
import { mineAfter } from '../mine/import-queries.ts';
import type { ExportedMine } from '../mine/import-queries.ts';
import { blocksAfter, privacyAfter } from '../people/import-queries.ts';
import { avatarsAfter, conversationsOf, messagesAfter } from './export-queries.ts';
import type { ExportedConversation } from './export-queries.ts';
import { saidIn } from './exported.ts';
import type { Said } from './exported.ts';
import { lastSaid } from './last-said.ts';
import type { Outside } from './outside.ts';
import { takenApart } from './own-names.ts';
import type { OwnEntry } from './own-names.ts';

/** In the order of an export. */
export const OWN_STAGES = ['pictures', 'privacy', 'blocks', 'contacts', 'mine'] as const;

export type OwnStage = (typeof OWN_STAGES)[number];

export interface OwnPage {
  readonly records: readonly Json[];
  /** Undefined: this stage is over. */
  readonly next: Behind | undefined;
}

const ROWS = 500;
/** Their values may be long. */
const ENTRIES = 100;

export class OwnExport {
  readonly #services: Services;
  readonly #outside: Outside;

  constructor(services: Services, outside: Outside) {
    this.#services = services;
    this.#outside = outside;
  }

  page(stage: OwnStage, behind: Behind): Promise<OwnPage> {
    switch (stage) {
      case 'pictures':
        return this.#pictures(behind);
      case 'privacy':
        return this.#privacy(behind);
      case 'blocks':
        return this.#blocks(behind);
      case 'contacts':
        return this.#contacts(behind);
      case 'mine':
        return this.#mine(behind);
    }
  }

  async #pictures({ user: after }: Behind): Promise<OwnPage> {
    const outside = this.#outside;
    const found = await this.#services.store.run(avatarsAfter, after, ROWS);
    await outside.learnFiles(found.map(({ file }) => file));
    await outside.learnUsers(found.map(({ user }) => user));
    const records = found.flatMap(({ user, file }): Json[] => {
      const record = outside.fileRecord(file);
      if (record === undefined) return [];
      return [record, { type: 'picture', user: outside.user(user), file: outside.file(file) }];
    });
    return { records, next: behindLast(found, ROWS, () => 0) };
  }

  async #privacy({ user: after }: Behind): Promise<OwnPage> {
    const found = await this.#services.store.run(privacyAfter, after, ROWS);
    await this.#outside.learnUsers(found.map(({ user }) => user));
    const records = found.map(({ user, ...levels }) => ({
      type: 'privacy',
      user: this.#outside.user(user),
      ...levels,
    }));
    return { records, next: behindLast(found, ROWS, () => 0) };
  }

  async #blocks(behind: Behind): Promise<OwnPage> {
    const found = await this.#services.store.run(blocksAfter, behind, ROWS);
    await this.#outside.learnUsers(found.flatMap(({ user, other }) => [user, other]));
    const records = found.map(({ user, other }) => ({
      type: 'block',
      user: this.#outside.user(user),
      other: this.#outside.user(other),
    }));
    return { records, next: behindLast(found, ROWS, ({ other }) => other) };
  }

  async #contacts(behind: Behind): Promise<OwnPage> {
    const found = await this.#services.store.run(contactsAfter, behind, ROWS);
    await this.#outside.learnUsers(found.flatMap(({ user, other }) => [user, other]));
    const records = found.map(({ user, other, state, text, time }) => ({
      type: 'contact',
      user: this.#outside.user(user),
      other: this.#outside.user(other),
      ...(state === MUTUAL && { mutual: true }),
      ...(text !== '' && { text }),
      time,
    }));
    return { records, next: behindLast(found, ROWS, ({ other }) => other) };
  }

  async #mine(behind: Behind): Promise<OwnPage> {
    const { store } = this.#services;
    const found = await store.run(mineAfter, behind, ENTRIES);
    const entries = found.map((each) => ({ row: each, entry: takenApart(each.name, each.value) }));
    const conversations = await store.run(conversationsOf, [
      ...new Set(
        entries.flatMap(({ entry: { conversation = 0, conversations: more = [] } }) => [
          conversation,
          ...more,
        ]),
      ),
    ]);
    const byId = new Map(conversations.map((each) => [each.id, each]));
    await this.#outside.learnUsers(
      entries.flatMap(({ row, entry: { user } }) => [row.user, user ?? row.user]),
    );
    const records: Json[] = [];
    for (const { row, entry } of entries) {
      const record = await this.#entryRecord(row, entry, byId);
      if (record !== undefined) records.push(record);
    }
    return { records, next: behindLast(found, ENTRIES, ({ version }) => version) };
  }

  /** Undefined: what it is about is not in the export. */
  async #entryRecord(
    { user: self }: ExportedMine,
    entry: OwnEntry,
    byId: ReadonlyMap<number, ExportedConversation>,
  ): Promise<Json | undefined> {
    const outside = this.#outside;
    const { key, conversation: id, seq, user, value, seqs, conversations } = entry;
    const conversation = id === undefined ? undefined : byId.get(id);
    if (id !== undefined && conversation === undefined) return undefined;
    const message = conversation && seq !== undefined ? await this.#keyAt(conversation, seq) : undefined;
    if (seq !== undefined && message === undefined) return undefined;
    const messages = conversation === undefined ? {} : await this.#keysAt(conversation, seqs);
    return {
      type: 'mine',
      user: outside.user(self),
      key,
      ...(conversation !== undefined && { conversation: outside.conversation(conversation) }),
      ...(message !== undefined && { message }),
      ...(user !== undefined && { other: outside.user(user) }),
      value,
      ...(Object.keys(messages).length > 0 && { messages }),
      ...(conversations !== undefined && {
        conversations: conversations.flatMap((each) => {
          const found = byId.get(each);
          return found === undefined ? [] : [outside.conversation(found)];
        }),
      }),
    };
  }

  async #keysAt(conversation: ExportedConversation, seqs: Readonly<Record<string, number>>): Promise<Json> {
    const keys: Record<string, Json> = {};
    for (const [name, seq] of Object.entries(seqs)) {
      const key =
        name === 'through'
          ? await this.#keyOf(await lastSaid(this.#services.store, conversation.id, seq))
          : await this.#keyAt(conversation, seq);
      if (key !== undefined) keys[name] = key;
    }
    return keys;
  }

  /** Undefined: there is no such message in the export. */
  async #keyAt({ id }: ExportedConversation, seq: number): Promise<Json | undefined> {
    const [found] = await this.#services.store.run(messagesAfter, id, seq - 1, 1);
    return this.#keyOf(found && saidIn(found));
  }

  async #keyOf(said: Said | undefined): Promise<Json | undefined> {
    if (said === undefined) return undefined;
    const { sender, seq } = said.message;
    await this.#outside.learnUsers([sender].filter((user) => user > 0));
    return { sender: sender === 0 ? '' : this.#outside.user(sender), id: String(seq) };
  }
}

function behindLast<Row extends { readonly user: number }>(
  found: readonly Row[],
  limit: number,
  rest: (row: Row) => number,
): Behind | undefined {
  const last = found.at(-1);
  return last === undefined || found.length < limit ? undefined : { user: last.user, after: rest(last) };
}
