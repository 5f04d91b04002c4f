/**
 * What the names of a source stand for here, as far as it was asked for.
 *
 * @module
 */
import { decodeAttachment, PosthornError } from '@posthorn/protocol';
import type { Attachment } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import { attachmentsOf } from '../../store/files/attach.ts';
import { getConversation } from '../../store/log/conversations.ts';
import type { ConversationRecord } from '../../store/log/records.ts';
import { clientIdOfImported } from './ids.ts';
import { importedConversations, importedFiles, usersByExternalIds, writtenAs } from './queries.ts';
import type { AttachedEntry, MessageEntry, MessageKey } from './entries.ts';

/** A conversation of the import. */
export interface Place {
  readonly base: number;
  readonly record: ConversationRecord;
}

/** Keys of one query. */
const MAX_KEYS = 1000;

export class Known {
  readonly #store: Services['store'];
  readonly #users = new Map<string, number>();
  readonly #places = new Map<string, Place>();
  readonly #files = new Map<string, Attachment>();
  /** By {@link placeOf}. */
  readonly #seqs = new Map<string, number>();

  constructor({ store }: Pick<Services, 'store'>) {
    this.#store = store;
  }

  /** Looks up all that these messages name. */
  async learn(entries: readonly MessageEntry[]): Promise<void> {
    const users = entries.flatMap(usersIn);
    await Promise.all([
      this.learnUsers(users),
      this.learnPlaces(entries.map(({ conversation }) => conversation)),
      this.learnFiles(entries.flatMap(filesIn)),
    ]);
    await this.learnMessages(
      entries.flatMap(({ conversation, ...entry }) =>
        keysIn(entry).map((key) => [conversation, key] as const),
      ),
    );
  }

  async learnUsers(ids: readonly string[]): Promise<void> {
    for (const some of pages(ids.filter((id) => id !== '' && !this.#users.has(id))))
      for (const { externalId, user } of await this.#store.run(usersByExternalIds, some))
        this.#users.set(externalId, user);
  }

  async learnPlaces(ids: readonly string[]): Promise<void> {
    for (const some of pages(ids.filter((id) => !this.#places.has(id)))) {
      for (const { externalId, conversation, base } of await this.#store.run(importedConversations, some)) {
        const record = await this.#store.run(getConversation, conversation);
        if (record !== undefined) this.#places.set(externalId, { base, record });
      }
    }
  }

  async learnFiles(ids: readonly string[]): Promise<void> {
    for (const some of pages(ids.filter((id) => !this.#files.has(id)))) {
      const found = await this.#store.run(importedFiles, some);
      if (found.length === 0) continue;
      const attachments = await this.#store.run(
        attachmentsOf,
        found.map(({ file }) => file),
      );
      const byFile = new Map(attachments.map((each) => [each.id, each]));
      for (const { externalId, file } of found) {
        const attached = byFile.get(file);
        if (attached === undefined) continue;
        this.#files.set(externalId, { ...decodeAttachment(attached.attachment), alt: attached.alt });
      }
    }
  }

  /** Needs the users that they name. */
  async learnMessages(keys: readonly (readonly [conversation: string, key: MessageKey])[]): Promise<void> {
    const wanted = new Map<string, readonly [sender: number, clientId: string]>();
    for (const [conversation, { sender: name, id }] of keys) {
      const sender = name === '' ? 0 : this.#users.get(name);
      if (sender === undefined) continue;
      const clientId = clientIdOfImported(conversation, id);
      const place = placeOf(sender, clientId);
      if (!this.#seqs.has(place)) wanted.set(place, [sender, clientId]);
    }
    const all = [...wanted.values()];
    for (let at = 0; at < all.length; at += MAX_KEYS)
      for (const found of await this.#store.run(writtenAs, all.slice(at, at + MAX_KEYS)))
        this.#seqs.set(placeOf(found.sender, found.clientId), found.seq);
  }

  /** Throws NOT_FOUND. */
  user(id: string): number {
    const found = this.#users.get(id);
    if (found === undefined) throw missing('user', id);
    return found;
  }

  placeIfAny(id: string): Place | undefined {
    return this.#places.get(id);
  }

  /** Throws NOT_FOUND. */
  place(id: string): Place {
    const found = this.#places.get(id);
    if (found === undefined) throw missing('conversation', id);
    return found;
  }

  /** As it is now. */
  setRecord(id: string, record: ConversationRecord): void {
    this.#places.set(id, { ...this.place(id), record });
  }

  /** Throws NOT_FOUND. */
  attachment({ id, alt }: AttachedEntry): Attachment {
    const found = this.#files.get(id);
    if (found === undefined) throw missing('file', id);
    return alt === undefined ? found : { ...found, alt };
  }

  /** Its id here. Undefined: it is not there. */
  fileOf(id: string): string | undefined {
    return this.#files.get(id)?.id;
  }

  /** The seq of a message that is written. Undefined: it is not. */
  seqOf(conversation: string, { sender, id }: MessageKey): number | undefined {
    const user = sender === '' ? 0 : this.user(sender);
    return this.#seqs.get(placeOf(user, clientIdOfImported(conversation, id)));
  }

  written(sender: number, clientId: string, seq: number): void {
    this.#seqs.set(placeOf(sender, clientId), seq);
  }
}

function placeOf(sender: number, clientId: string): string {
  return `${sender} ${clientId}`;
}

function* pages(ids: readonly string[]): Generator<readonly string[]> {
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += MAX_KEYS) yield wanted.slice(at, at + MAX_KEYS);
}

function usersIn({
  sender,
  mentions = [],
  users = [],
  forwardOf = '',
  thread,
  replyTo,
  target,
}: MessageEntry): readonly string[] {
  const others = [thread, replyTo, target].map((key) => key?.sender ?? '');
  return [sender, forwardOf, ...mentions, ...users, ...others];
}

function filesIn({ files = [], picture }: MessageEntry): readonly string[] {
  return [...files.map(({ id }) => id), ...(picture === undefined ? [] : [picture])];
}

/** The messages that one names, and itself. */
function keysIn({
  sender,
  id,
  thread,
  replyTo,
  target,
}: Pick<MessageEntry, 'sender' | 'id' | 'thread' | 'replyTo' | 'target'>): readonly MessageKey[] {
  return [{ sender, id }, thread, replyTo, target].filter((key) => key !== undefined);
}

function missing(what: string, id: string): PosthornError {
  return new PosthornError(
    'NOT_FOUND',
    `no ${what} was imported as ${id}: its record comes before what names it`,
  );
}
