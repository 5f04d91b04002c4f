/**
 * The bytes of a file. A loss of the connection is made good by asking for the rest.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Client } from '../api.ts';
import type { Platform } from '../platform.ts';
import type { Download, DownloadOptions } from './api.ts';
import type { Http } from './http.ts';
import { persistently } from './persist.ts';

export interface DownloadParts {
  readonly http: Http;
  readonly client: Client;
  readonly platform: Platform;
}

/** Nothing comes for so long: it is asked again. */
const SILENCE_MS = 60_000;

/** Part of a file, from an answer that has begun. */
interface Part {
  readonly response: Response;
  readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly start: number;
  /** Behind the last byte that is wanted. */
  readonly end: number;
  readonly total: number;
}

/** Resolves when the first answer has come. Rejects with NOT_FOUND, FORBIDDEN, …, or with the reason of the signal. */
export async function startDownload(
  parts: DownloadParts,
  id: string,
  options: DownloadOptions,
): Promise<Download> {
  const running = new RunningDownload(parts, id, options);
  const { response, start, end, total } = await running.begin();
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await running.next();
        if (bytes === undefined) controller.close();
        else controller.enqueue(bytes);
      },
      cancel: () => running.cancel(),
    },
    { highWaterMark: 0 },
  );
  const type = response.headers.get('content-type') ?? '';
  const whole = (): Response => new Response(stream, { headers: { 'content-type': type } });
  return {
    type,
    bytes: end - start,
    total,
    etag: (response.headers.get('etag') ?? '').replace(/^W\/|"/g, ''),
    stream,
    blob: () => whole().blob(),
    async array() {
      return new Uint8Array(await whole().arrayBuffer());
    },
  };
}

class RunningDownload {
  readonly #parts: DownloadParts;
  readonly #path: string;
  readonly #options: DownloadOptions;
  readonly #signal: AbortSignal;
  #part: Part | undefined;
  #received = 0;
  #bytes = 0;

  constructor(parts: DownloadParts, id: string, options: DownloadOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#signal = options.signal ?? new AbortController().signal;
    const query = options.size === undefined ? '' : `?size=${options.size}`;
    this.#path = `/v1/files/${encodeURIComponent(id)}${query}`;
  }

  async begin(): Promise<Part> {
    const part = await this.#persist(() => this.#ask());
    this.#bytes = part.end - part.start;
    this.#tell();
    return part;
  }

  /** Undefined: that was all. */
  async next(): Promise<Uint8Array | undefined> {
    if (this.#received >= this.#bytes) return undefined;
    const bytes = await this.#persist(async () => {
      this.#part ??= await this.#ask();
      return this.#read(this.#part);
    });
    const wanted = bytes.subarray(0, this.#bytes - this.#received);
    this.#received += wanted.length;
    this.#tell();
    if (this.#received >= this.#bytes) await this.cancel();
    return wanted;
  }

  async cancel(): Promise<void> {
    await this.#part?.reader?.cancel().catch(() => {});
  }

  async #read(part: Part): Promise<Uint8Array> {
    const silence = Promise.withResolvers<never>();
    silence.promise.catch(() => {});
    const onAbort = (): void => silence.reject(this.#signal.reason);
    const cancel = this.#parts.platform.after(SILENCE_MS, () =>
      silence.reject(new Error('nothing came for long')),
    );
    this.#signal.addEventListener('abort', onAbort, { once: true });
    try {
      const read = await Promise.race([part.reader?.read(), silence.promise]);
      if (read?.value !== undefined) return read.value;
      throw new Error('the answer was cut off');
    } catch (cause) {
      this.#part = undefined;
      void part.reader?.cancel().catch(() => {});
      if (this.#signal.aborted) throw this.#signal.reason;
      throw new PosthornError('UNAVAILABLE', 'the connection was lost', { cause });
    } finally {
      cancel();
      this.#signal.removeEventListener('abort', onAbort);
    }
  }

  /** Asks for what has not come yet. */
  async #ask(): Promise<Part> {
    const { start = 0, end } = this.#options;
    const from = start + this.#received;
    const isAll = from === 0 && end === undefined;
    const range = end === undefined ? `bytes=${from}-` : `bytes=${from}-${end - 1}`;
    const response = await this.#parts.http.ask('GET', this.#path, {
      headers: isAll ? {} : { range },
      signal: this.#signal,
    });
    const part = { response, reader: response.body?.getReader(), ...extentOf(response) };
    // A server that does not know ranges gives all.
    if (part.start === from) return (this.#part = part);
    await part.reader?.cancel().catch(() => {});
    throw new PosthornError('INVALID', 'the server has given another part of the file than was asked for');
  }

  #persist<T>(work: () => Promise<T>): Promise<T> {
    const { client, platform } = this.#parts;
    const onWait = (error: PosthornError): void => this.#tell(error);
    return persistently({ client, platform, signal: this.#signal, onWait }, work);
  }

  #tell(error?: PosthornError): void {
    const state = error === undefined ? 'receiving' : 'waiting';
    const [received, bytes] = [this.#received, this.#bytes];
    this.#options.onProgress?.({ state, received, bytes, ...(error !== undefined && { error }) });
  }
}

/** Which bytes an answer has (RFC 9110 §14.4). */
function extentOf({ headers, status }: Response): Pick<Part, 'start' | 'end' | 'total'> {
  const [, first, last, all] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (status === 206 && all !== undefined) {
    return { start: Number(first), end: Number(last) + 1, total: Number(all) };
  }
  const total = Number(headers.get('content-length'));
  return { start: 0, end: total, total };
}
