/**
 * The HTTP side of a server for files, as a function like fetch: it speaks tus as docs say, and fails as a test decides.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';

interface FakeUpload {
  readonly length: number;
  readonly metadata: string;
  bytes: Buffer;
  /** Questions until it is ready. */
  looking: number;
}

/** What happens to a request instead of what it asks for. */
export type Fault =
  | 'unreachable'
  | 'answer lost'
  | 'silent'
  | { readonly status: number; readonly code?: string };

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
  readonly headers: Headers;
}

export class FakeFiles {
  readonly uploads = new Map<string, FakeUpload>();
  readonly files = new Map<string, { readonly name: string; readonly bytes: Buffer }>();
  readonly seen: Seen[] = [];
  /** Asked for each request; undefined: it works. */
  fault: (seen: Seen) => Fault | undefined = () => undefined;
  /** Called when a request has arrived. */
  onRequest: (seen: Seen) => void = () => {};
  /** What the server says of a file that it does not take. */
  refusal: { readonly code: string; readonly message: string } | undefined;
  /** Of each answer with bytes, so many are sent before the connection breaks. */
  cutAfter: number | undefined;
  /** Tokens that are good. */
  tokens: ReadonlySet<string> = new Set(['t']);

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body = await bytesOf(init.body);
    const headers = new Headers(init.headers);
    const seen = {
      method: init.method ?? 'GET',
      path: url.pathname + url.search,
      bytes: body.length,
      headers,
    };
    this.seen.push(seen);
    this.onRequest(seen);
    init.signal?.throwIfAborted();
    const fault = this.fault(seen);
    if (fault === 'unreachable') throw new TypeError('fetch failed');
    if (fault === 'silent') return silence(init.signal);
    if (typeof fault === 'object') return refused(fault.status, fault.code);
    if (!this.tokens.has(headers.get('authorization')?.slice('Bearer '.length) ?? '')) {
      return refused(401, 'UNAUTHENTICATED');
    }
    const answer = this.#answer(seen, url, body);
    if (fault === 'answer lost') throw new TypeError('terminated');
    return answer;
  };

  #answer({ method, headers }: Seen, { pathname, searchParams }: URL, body: Buffer): Response {
    // Behind a proxy that passes on what is below /chat.
    const [, , , kind = '', id = '', more = ''] = pathname.split('/');
    if (kind === 'files' && method === 'POST' && id === '') {
      const attachment = this.#take(randomBytes(16).toString('hex'), searchParams.get('name') ?? '', body);
      return Response.json(attachment, { status: 201 });
    }
    if (kind === 'files' && more === 'link') {
      return Response.json({ url: `/v1/files/${id}?link=secret`, expiresAt: 1_700_000_060_000 });
    }
    if (kind === 'files') return this.#file(id, headers.get('range'));
    if (method === 'POST') return this.#create(headers);
    const upload = this.uploads.get(id);
    if (upload === undefined) return refused(404, 'NOT_FOUND');
    if (method === 'PATCH') return patched(upload, Number(headers.get('upload-offset')), body);
    if (method === 'DELETE') {
      this.uploads.delete(id);
      return new Response(undefined, { status: 204 });
    }
    return this.#status(id, upload);
  }

  #create(headers: Headers): Response {
    const id = randomBytes(16).toString('hex');
    const metadata = headers.get('upload-metadata') ?? '';
    const length = Number(headers.get('upload-length'));
    this.uploads.set(id, { length, metadata, bytes: Buffer.alloc(0), looking: 1 });
    return new Response(undefined, { status: 201, headers: { location: `uploads/${id}` } });
  }

  #status(id: string, upload: FakeUpload): Response {
    const { bytes, length, metadata } = upload;
    const about = { id, offset: bytes.length, length };
    if (bytes.length < length) return Response.json({ ...about, state: 'receiving' });
    if (upload.looking-- > 0) return Response.json({ ...about, state: 'processing' });
    if (this.refusal !== undefined) return Response.json({ ...about, state: 'refused', error: this.refusal });
    const name = Buffer.from(/filename ([^,]*)/.exec(metadata)?.[1] ?? '', 'base64').toString();
    return Response.json({ ...about, state: 'ready', attachment: this.#take(id, name, bytes) });
  }

  #take(id: string, name: string, bytes: Buffer): object {
    this.files.set(id, { name, bytes });
    return {
      id,
      name,
      type: 'application/octet-stream',
      bytes: bytes.length,
      thumbhash: 'AQI=',
      thumbnails: [320],
    };
  }

  #file(id: string, range: string | null): Response {
    const file = this.files.get(id);
    if (file === undefined) return refused(404, 'NOT_FOUND');
    const all = file.bytes.length;
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
    const [start, end] = [Number(first), last === '' ? all : Math.min(all, Number(last) + 1)];
    const headers = {
      etag: `"${createHash('sha256').update(file.bytes).digest('hex')}"`,
      'content-type': 'application/octet-stream',
      'content-length': String(end - start),
      ...(range !== null && { 'content-range': `bytes ${start}-${end - 1}/${all}` }),
    };
    const part = file.bytes.subarray(start, end);
    return new Response(this.#stream(part), { status: range === null ? 200 : 206, headers });
  }

  #stream(bytes: Buffer): ReadableStream<Uint8Array> {
    const cut = this.cutAfter;
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        if (cut !== undefined && at >= cut) return controller.error(new TypeError('terminated'));
        const piece = bytes.subarray(at, Math.min(at + 40_000, cut ?? Infinity));
        at += piece.length;
        if (piece.length === 0) controller.close();
        else controller.enqueue(piece);
      },
    });
  }
}

function patched(upload: FakeUpload, offset: number, body: Buffer): Response {
  if (offset !== upload.bytes.length) return refused(409, 'CONFLICT');
  upload.bytes = Buffer.concat([upload.bytes, body]);
  return new Response(undefined, { status: 204, headers: { 'upload-offset': String(upload.bytes.length) } });
}

function refused(status: number, code: string | undefined): Response {
  if (code === undefined) return new Response('<html>', { status, headers: { 'content-type': 'text/html' } });
  return Response.json({ error: { code, message: `refused: ${code}` } }, { status });
}

function silence(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

async function bytesOf(body: RequestInit['body']): Promise<Buffer> {
  return Buffer.from(await new Response(body ?? null).arrayBuffer());
}
