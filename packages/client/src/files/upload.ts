/**
 * One upload, from its source to the attachment: over losses of the connection, restarts of the server, and pauses.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { Attachment } from '@posthorn/protocol';
import type { Client } from '../api.ts';
import type { Platform } from '../platform.ts';
import type { Source, Upload, UploadOptions, UploadProgress } from './api.ts';
import { Chunk } from './chunk.ts';
import type { KeptUploads } from './kept.ts';
import type { OpenSource } from './open-source.ts';
import { delay, persistently } from './persist.ts';
import { fingerprintOf, openSource } from './source.ts';
import type { About, Tus } from './tus.ts';

export interface UploadParts {
  readonly client: Client;
  readonly platform: Platform;
  readonly tus: Tus;
  readonly kept: KeptUploads;
}

/** One request is enough for a file of this size. */
const SMALL_BYTES = 1024 * 1024;
/** How long one question waits for the server to have looked at a file. */
const WAIT_SECONDS = 25;
/** So often an upload begins anew because the server has forgotten it. */
const MAX_STARTS = 3;
/** Between two questions, if the server does not wait. */
const ASK_AGAIN_MS = 500;

export class RunningUpload implements Upload {
  readonly #parts: UploadParts;
  readonly #options: UploadOptions;
  readonly #ended = new AbortController();
  /** Ends what is being asked now, for a pause. */
  #step = new AbortController();
  #paused: PromiseWithResolvers<void> | undefined;
  #id: string | undefined;
  #fingerprint: string | undefined;
  #progress: UploadProgress = { state: 'sending', sent: 0, bytes: undefined };
  #aborting: Promise<void> | undefined;
  readonly done: Promise<Attachment>;

  constructor(parts: UploadParts, source: Source, options: UploadOptions) {
    this.#parts = parts;
    this.#options = options;
    this.done = this.#run(source);
    // Whoever does not wait for it sees it in the progress.
    this.done.catch(() => {});
  }

  get id(): string | undefined {
    return this.#id;
  }

  get progress(): UploadProgress {
    return this.#progress;
  }

  pause(): void {
    if (this.#paused !== undefined || this.#isOver()) return;
    this.#paused = Promise.withResolvers();
    this.#tell({ state: 'paused' });
    this.#step.abort();
  }

  resume(): void {
    if (this.#paused === undefined) return;
    this.#paused.resolve();
    this.#paused = undefined;
    this.#tell({ state: 'sending' });
  }

  abort(): Promise<void> {
    return (this.#aborting ??= this.#abort(new DOMException('the upload was aborted', 'AbortError')));
  }

  async #abort(reason: unknown): Promise<void> {
    if (this.#isOver()) return;
    this.#ended.abort(reason);
    await this.done.catch(() => {});
    if (this.#id === undefined) return;
    if (this.#fingerprint !== undefined) await this.#parts.kept.forget(this.#fingerprint);
    // If that fails, the server forgets it in time.
    await this.#parts.tus.remove(this.#id).catch(() => {});
  }

  async #run(given: Source): Promise<Attachment> {
    const { client } = this.#parts;
    const { signal } = this.#options;
    const onAbort = (): void => void (this.#aborting ??= this.#abort(signal?.reason));
    const off = client.on('state', ({ name }) => {
      if (name === 'closed') this.#ended.abort(closedWhileUploading());
    });
    let source: OpenSource | undefined;
    try {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', onAbort);
      source = await openSource(given, this.#options);
      this.#tell({ bytes: source.size });
      const attachment = await this.#upload(source);
      this.#tell({
        state: 'done',
        sent: source.size ?? attachment.bytes,
        bytes: source.size ?? attachment.bytes,
      });
      return attachment;
    } catch (caught) {
      const reason: unknown = this.#ended.signal.aborted ? this.#ended.signal.reason : caught;
      const isAbort = this.#aborting !== undefined;
      this.#tell({ state: 'failed', ...(!isAbort && { error: toPosthornError(reason) }) });
      throw reason;
    } finally {
      off();
      signal?.removeEventListener('abort', onAbort);
      if (this.#fingerprint !== undefined) this.#parts.kept.release(this.#fingerprint);
      await source?.close();
    }
  }

  async #upload(source: OpenSource): Promise<Attachment> {
    const { kept } = this.#parts;
    const fingerprint = await fingerprintOf(source, this.#options.voice);
    if (fingerprint !== undefined && kept.take(fingerprint)) this.#fingerprint = fingerprint;
    this.#id = this.#fingerprint === undefined ? undefined : kept.get(this.#fingerprint)?.id;
    for (let start = 1; ; start++) {
      try {
        return await this.#once(source);
      } catch (error) {
        // The server has forgotten it, or never had it: it was restored from a backup, for example.
        const isGone = error instanceof PosthornError && error.code === 'NOT_FOUND' && this.#id !== undefined;
        if (!isGone || start === MAX_STARTS) throw error;
        if (this.#fingerprint !== undefined) await kept.forget(this.#fingerprint);
        this.#id = undefined;
        this.#tell({ sent: 0 });
      }
    }
  }

  async #once(source: OpenSource): Promise<Attachment> {
    const { tus, kept } = this.#parts;
    const about = this.#about(source);
    if (this.#id !== undefined) return this.#continue(source, this.#id, false);
    const first = await source.read(0, SMALL_BYTES + 1);
    if (first.length <= SMALL_BYTES) {
      const attachment = await this.#persist((signal) => tus.post(about, first, signal));
      this.#id = attachment.id;
      return attachment;
    }
    const { size } = source;
    if (size === undefined)
      return tus.post(about, source.rest?.() ?? new ReadableStream(), this.#ended.signal);
    const { id, expires } = await this.#persist((signal) => tus.create(about, size, signal));
    this.#id = id;
    if (this.#fingerprint !== undefined) {
      await kept.note(this.#fingerprint, { id, expires, name: source.name, bytes: size });
    }
    return this.#continue(source, id, true);
  }

  /** From where the server is to the end. */
  #continue(source: OpenSource, id: string, isNew: boolean): Promise<Attachment> {
    const { tus, client, platform } = this.#parts;
    const chunk = new Chunk();
    let isEmpty = isNew;
    return this.#persist(async (signal, progressed) => {
      for (let wait = 0; ; wait = WAIT_SECONDS) {
        const status = isEmpty
          ? { state: 'receiving' as const, offset: 0, length: source.size ?? 0 }
          : await tus.status(id, wait, signal);
        isEmpty = false;
        if (status.length !== source.size) throw new PosthornError('NOT_FOUND', 'that was another upload');
        if (status.state === 'ready') return status.attachment;
        if (status.state === 'refused') throw await this.#refused(status.error);
        if (status.state === 'receiving' && status.offset < status.length) {
          await this.#transfer(source, { id, offset: status.offset, chunk, signal, progressed });
        } else {
          this.#tell({ state: 'processing', sent: status.offset });
          progressed();
          if (wait > 0) await delay({ client, platform, signal }, ASK_AGAIN_MS);
        }
      }
    });
  }

  async #transfer(
    source: OpenSource,
    {
      id,
      offset,
      chunk,
      signal,
      progressed,
    }: {
      readonly id: string;
      readonly offset: number;
      readonly chunk: Chunk;
      readonly signal: AbortSignal;
      readonly progressed: () => void;
    },
  ): Promise<void> {
    const { tus, platform } = this.#parts;
    for (let sent = offset; sent < (source.size ?? 0);) {
      this.#tell({ state: 'sending', sent });
      const bytes = await source.read(sent, chunk.bytes);
      const before = platform.monotonic();
      try {
        sent = await tus.patch(id, sent, bytes, signal);
      } catch (error) {
        chunk.failed();
        throw error;
      }
      chunk.took(platform.monotonic() - before);
      progressed();
    }
    this.#tell({ state: 'processing', sent: source.size ?? 0 });
  }

  async #refused(error: PosthornError): Promise<PosthornError> {
    if (this.#fingerprint !== undefined) await this.#parts.kept.forget(this.#fingerprint);
    this.#id = undefined;
    return error;
  }

  /** Tries again what may work later, and again after each pause. */
  async #persist<T>(work: (signal: AbortSignal, progressed: () => void) => Promise<T>): Promise<T> {
    const { client, platform } = this.#parts;
    for (;;) {
      await this.#unpaused();
      const step = (this.#step = new AbortController());
      const signal = AbortSignal.any([this.#ended.signal, step.signal]);
      const onWait = (error: PosthornError): void => this.#tell({ state: 'waiting', error });
      try {
        return await persistently({ client, platform, signal, onWait }, (progressed) =>
          work(signal, progressed),
        );
      } catch (error) {
        if (this.#ended.signal.aborted || !step.signal.aborted) throw error;
      }
    }
  }

  async #unpaused(): Promise<void> {
    const { signal } = this.#ended;
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    aborted.catch(() => {});
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    await Promise.race([this.#paused?.promise, aborted]);
    signal.removeEventListener('abort', onAbort);
  }

  #about({ name, type }: OpenSource): About {
    const { alt = '', voice = false } = this.#options;
    return { name, type, alt, voice };
  }

  #isOver(): boolean {
    return ['done', 'failed'].includes(this.#progress.state);
  }

  #tell(change: Partial<UploadProgress>): void {
    if (this.#paused !== undefined && change.state !== 'failed') change = { ...change, state: 'paused' };
    const { error: _, ...before } = this.#progress;
    this.#progress = { ...before, ...change };
    try {
      this.#options.onProgress?.(this.#progress);
    } catch (error) {
      // A fault of the application must not end the upload.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

function closedWhileUploading(): PosthornError {
  return new PosthornError('UNAVAILABLE', 'the client was closed; the upload can go on later');
}
