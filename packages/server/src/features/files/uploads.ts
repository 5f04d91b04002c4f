/**
 * Uploads: from the first byte to the file. Any router may go on with one, in every state.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { ValuesOf } from '../../config/option.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { blobsOf, codedBlobError } from './blobs.ts';
import { FileMaker } from './maker.ts';
import { fileName } from './names.ts';
import { FILE_OPTIONS } from './options.ts';
import * as uploadQueries from './upload-queries.ts';
import type { Quotas, UploadOutcome, UploadRecord } from './upload-records.ts';

/** Unfinished uploads of a user. */
const MAX_UNFINISHED = 100;
const MAX_TYPE_CHARS = 128;

export const UPLOADS: RouterState<Uploads> = {
  name: 'uploads',
  open: (services) => new Uploads(services),
  close: (uploads) => uploads.close(),
};

/** What a client says about a file. */
export interface UploadWish {
  readonly name: string;
  readonly alt: string;
  readonly voice: boolean;
  /** What it takes the file for. Counts where the bytes say nothing. */
  readonly type: string;
}

export class Uploads {
  readonly #services: Services;
  readonly #maker: FileMaker;

  constructor(services: Services) {
    this.#services = services;
    this.#maker = new FileMaker(services);
  }

  get #options(): ValuesOf<typeof FILE_OPTIONS> {
    return optionsOf(this.#services.config.options, FILE_OPTIONS);
  }

  get #quotas(): Quotas {
    const { fileQuota, filesQuota = 0 } = this.#options;
    return { perUser: fileQuota, all: filesQuota };
  }

  /** Bytes of the largest file. */
  get maxBytes(): number {
    return this.#options.maxFile;
  }

  /** Finishes the files that are being made. */
  close(): Promise<void> {
    return this.#maker.close();
  }

  /** When an upload is dropped that gets nothing from now on (Unix ms). */
  lifetime(): number {
    return this.#services.clock.now() + this.#options.uploadLifetime;
  }

  /**
   * `length` undefined: as long as the body will be; make room for it with grow(). Rejects with INVALID, LIMIT_EXCEEDED,
   * FORBIDDEN, REFUSED, and with the errors of the storage.
   */
  async begin(owner: number, wish: UploadWish, length: number | undefined): Promise<UploadRecord> {
    const { store } = this.#services;
    const blobs = blobsOf(this.#services);
    if (wish.alt.length > LIMITS.maxAltChars)
      throw new PosthornError('INVALID', `"alt" has at most ${LIMITS.maxAltChars} characters`, {
        reason: 'alt-too-long',
      });
    const name = await this.#nameFor(owner, wish, length);
    const id = await onBlobs(blobs.begin());
    const made = {
      id,
      owner,
      name,
      type: wish.type.slice(0, MAX_TYPE_CHARS),
      alt: wish.alt,
      voice: wish.voice,
      length: length ?? 0,
      isLengthKnown: length !== undefined,
      expires: this.lifetime(),
    };
    const outcome = await store.run(uploadQueries.createUpload, made, MAX_UNFINISHED, this.#quotas);
    if (outcome !== 'made') {
      await onBlobs(blobs.discard(id));
      throw noRoom(outcome);
    }
    return { ...made, state: 'receiving', isSettled: false, error: undefined };
  }

  /** Whoever is asked before may refuse the upload, or give it another name. */
  async #nameFor(user: number, wish: UploadWish, bytes: number | undefined): Promise<string> {
    const name = fileName(wish.name);
    const type = wish.type.slice(0, MAX_TYPE_CHARS);
    const changed = await this.#services.before?.upload?.({ user, name, type, bytes });
    return changed === undefined ? name : fileName(changed);
  }

  /** Makes room for a body of unknown length. Rejects with LIMIT_EXCEEDED. */
  async grow(id: string, length: number): Promise<void> {
    const outcome = await this.#services.store.run(uploadQueries.growUpload, id, length, this.#quotas);
    if (outcome !== 'made') throw noRoom(outcome);
  }

  /** Of this owner. Rejects with NOT_FOUND: nobody else learns that it exists. */
  async find(owner: number, id: string): Promise<UploadRecord> {
    const found = await this.#services.store.run(uploadQueries.uploadOf, id);
    if (found === undefined || found.owner !== owner) throw noUpload();
    return found;
  }

  /** How many bytes have arrived. */
  async received({ id, state, length }: UploadRecord): Promise<number> {
    return state === 'receiving' ? onBlobs(blobsOf(this.#services).received(id)) : length;
  }

  /** Takes bytes from `source` on. Resolves with how many there are then, durably. */
  async append({ id }: UploadRecord, offset: number, source: AsyncIterable<Uint8Array>): Promise<number> {
    const { store } = this.#services;
    try {
      return await onBlobs(blobsOf(this.#services).append(id, offset, source));
    } finally {
      await store.run(uploadQueries.touchUpload, id, this.lifetime());
    }
  }

  /** All `length` bytes have arrived: the file is made, by whichever router. Idempotent. */
  complete(upload: UploadRecord, length: number): Promise<void> {
    return this.#maker.begin(upload, length);
  }

  /** Makes the file if all bytes are there, also if whoever got the last one has died. */
  async goOn(upload: UploadRecord, received: number): Promise<void> {
    const { state, length, isLengthKnown, expires } = upload;
    if (state === 'receiving' && isLengthKnown && received === length) await this.complete(upload, length);
    else if (state === 'processing' && expires <= this.#services.clock.now()) await this.takeOver(upload);
  }

  /** Goes on with a file that its router has left unmade. */
  takeOver(upload: UploadRecord): Promise<void> {
    return this.#maker.takeOver(upload);
  }

  /** What it is when it is ready or refused, or after `ms`. Rejects with NOT_FOUND if it is ended meanwhile. */
  async settled({ id }: UploadRecord, ms: number): Promise<UploadRecord> {
    const found = await this.#maker.settled(id, ms);
    if (found === undefined) throw noUpload();
    return found;
  }

  /** Ends an upload. A file that it has become stays. */
  async discard(id: string): Promise<void> {
    await onBlobs(blobsOf(this.#services).discard(id));
    await this.#services.store.run(uploadQueries.removeUpload, id);
  }
}

function noUpload(): PosthornError {
  return new PosthornError('NOT_FOUND', 'there is no such upload', { reason: 'upload-gone' });
}

function noRoom(outcome: Exclude<UploadOutcome, 'made'>): PosthornError {
  switch (outcome) {
    case 'busy':
      return new PosthornError('LIMIT_EXCEEDED', `a user has at most ${MAX_UNFINISHED} unfinished uploads`, {
        reason: 'too-many-uploads',
      });
    case 'user-full':
      return new PosthornError('LIMIT_EXCEEDED', 'your files would need more space than you may have', {
        reason: 'storage-used-up',
      });
    case 'all-full':
      return new PosthornError(
        'LIMIT_EXCEEDED',
        'the files of all users would need more space than there is',
        { reason: 'server-storage-used-up' },
      );
  }
}

async function onBlobs<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Error ? codedBlobError(error) : error;
  }
}
