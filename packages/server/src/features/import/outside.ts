/**
 * What the users and files of this server are called outside: as the source of an import has called them, or by their ids.
 *
 * @module
 */
import { decodeAttachment } from '@posthorn/protocol';
import type { Json } from '../../http/route.ts';
import type { Services } from '../../router/services.ts';
import { externalIdsOf, filesOf } from './export-queries.ts';
import type { ExportedConversation, ExportedFile } from './export-queries.ts';

/** Enough to tell servers apart. */
const EPOCH_CHARS = 8;

export class Outside {
  readonly #store: Services['store'];
  readonly #origin: string;
  readonly #users = new Map<number, string>();
  readonly #files = new Map<string, ExportedFile>();

  constructor({ store }: Pick<Services, 'store'>) {
    this.#store = store;
    // After a restore the same id may be something else.
    this.#origin = `posthorn.${store.epoch.slice(0, EPOCH_CHARS)}`;
  }

  async learnUsers(ids: readonly number[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#users.has(id));
    if (unknown.length === 0) return;
    for (const id of unknown) this.#users.set(id, `${this.#origin}:u${id}`);
    for (const { user, externalId } of await this.#store.run(externalIdsOf, unknown))
      this.#users.set(user, externalId);
  }

  async learnFiles(ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#files.has(id));
    for (const file of await this.#store.run(filesOf, unknown)) this.#files.set(file.id, file);
    await this.learnUsers([...this.#files.values()].map(({ owner }) => owner));
  }

  /** It was learned. */
  user(id: number): string {
    return this.#users.get(id) ?? `${this.#origin}:u${id}`;
  }

  conversation({ id, externalId }: Pick<ExportedConversation, 'id' | 'externalId'>): string {
    return externalId ?? `${this.#origin}:c${id}`;
  }

  file(id: string): string {
    return this.#files.get(id)?.externalId ?? `${this.#origin}:f${id}`;
  }

  /** Undefined: the file is gone. */
  fileRecord(id: string): Json | undefined {
    const found = this.#files.get(id);
    if (found === undefined) return undefined;
    const { owner, bytes, alt, attachment } = found;
    const { name, type: contentType, voice } = decodeAttachment(attachment);
    return {
      type: 'file',
      id: this.file(id),
      user: this.user(owner),
      name,
      contentType,
      bytes,
      path: `files/${id}`,
      ...(alt !== '' && { alt }),
      ...(voice && { voice }),
    };
  }
}
