/**
 * Which uploads may go on after a restart: by the fingerprint of their source, in the client's storage.
 *
 * @module
 */
import type { Inside } from '../inside.ts';
import type { KeptUpload } from '../storage.ts';
import type { UploadStore } from './api.ts';

/** More than a user has on the way; the oldest go. */
const MAX_KEPT = 100;

export function storedUploads({ memory }: Inside): UploadStore {
  return {
    list: () => memory.uploads,
    get: (fingerprint) => memory.uploads.get(fingerprint),
    put: (fingerprint, upload) => memory.keepUpload(fingerprint, upload),
  };
}

/** What is noted, without what the server has forgotten meanwhile. */
export class KeptUploads {
  readonly #store: UploadStore;
  readonly #now: () => number;
  /** Two uploads of one source at once do not share it. */
  readonly #taken = new Set<string>();

  constructor(store: UploadStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  all(): readonly KeptUpload[] {
    return [...this.#store.list()].map(([, upload]) => upload).filter(({ expires }) => expires > this.#now());
  }

  get(fingerprint: string): KeptUpload | undefined {
    const kept = this.#store.get(fingerprint);
    return kept === undefined || kept.expires <= this.#now() ? undefined : kept;
  }

  /** False: another upload of the same source is under way. */
  take(fingerprint: string): boolean {
    if (this.#taken.has(fingerprint)) return false;
    this.#taken.add(fingerprint);
    return true;
  }

  release(fingerprint: string): void {
    this.#taken.delete(fingerprint);
  }

  async note(fingerprint: string, upload: KeptUpload): Promise<void> {
    await this.#store.put(fingerprint, upload);
    const others = [...this.#store.list()].filter(([each]) => each !== fingerprint && !this.#taken.has(each));
    const old = others.filter(([, { expires }]) => expires <= this.#now());
    const surplus = others.sort(([, a], [, b]) => a.expires - b.expires).slice(0, -MAX_KEPT);
    for (const [each] of new Map([...old, ...surplus])) await this.#store.put(each, undefined);
  }

  forget(fingerprint: string): Promise<void> {
    return this.#store.put(fingerprint, undefined);
  }

  /** The file is in a message: uploading it again makes another one. */
  async sent(id: string): Promise<void> {
    const found = Array.from(this.#store.list()).filter(([, upload]) => upload.id === id);
    for (const [fingerprint] of found) await this.forget(fingerprint);
  }
}
