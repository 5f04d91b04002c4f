/**
 * A server with files, and people who ask it over HTTP.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, openDirectoryBlobStore, systemRandom } from '@posthorn/server';
import type { BlobStore, Config, Store } from '@posthorn/server';
import { startInProcess } from './in-process.ts';
import type { InProcess, InProcessOptions } from './in-process.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, or an empty object. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Somebody who is logged in. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly token: string;
  ask(method: string, path: string, more?: Asked): Promise<Answer>;
}

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string | ReadableStream<Uint8Array>;
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

export class FilesPlace implements AsyncDisposable {
  readonly folder: string;
  readonly blobs: BlobStore;
  readonly store: Store;
  readonly #changes: Partial<Config>;
  readonly #more: InProcessOptions;
  server: InProcess['server'];
  httpUrl: string;

  private constructor(
    at: Pick<FilesPlace, 'folder' | 'blobs' | 'store'>,
    started: InProcess,
    given: { readonly changes: Partial<Config>; readonly more: InProcessOptions },
  ) {
    this.folder = at.folder;
    this.blobs = at.blobs;
    this.store = at.store;
    this.#changes = given.changes;
    this.#more = given.more;
    this.server = started.server;
    this.httpUrl = started.httpUrl;
  }

  static async open(changes: Partial<Config> = {}, more: InProcessOptions = {}): Promise<FilesPlace> {
    const folder = await mkdtemp(join(tmpdir(), 'posthorn-test-'));
    const blobs = more.blobs ?? (await openDirectoryBlobStore({ directory: folder, random: systemRandom }));
    const store = createMemoryStore({ random: systemRandom });
    const all = { loginPolicy: 'multi', ...changes } as const;
    const started = await startInProcess(all, { ...more, store, blobs });
    return new FilesPlace({ folder, blobs, store }, started, { changes: all, more });
  }

  /** Another router on the same store and blobs, as after a restart, or beside this one. */
  async another(more: InProcessOptions = {}): Promise<InProcess> {
    return startInProcess(this.#changes, { ...this.#more, ...more, store: this.store, blobs: this.blobs });
  }

  async restart(): Promise<void> {
    await this.server.close();
    const started = await this.another();
    this.server = started.server;
    this.httpUrl = started.httpUrl;
  }

  join(name: string): Promise<Person> {
    return joinAt(() => this.httpUrl, name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    if (this.#more.blobs === undefined) await this.blobs.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Registers somebody. `url`: where the server is at the time of a request. */
export async function joinAt(url: () => string, name: string): Promise<Person> {
  const body = { name, password: 'but-soft', device: { id: 'test', class: 'bot' } };
  const { json, status, text } = await ask(url(), 'POST', '/v1/register', { json: body });
  assert.equal(status, 200, text);
  const { token, user } = json as { token: string; user: { id: number } };
  return {
    id: user.id,
    name,
    token,
    ask: (method, path, asked = {}) =>
      ask(url(), method, path, {
        ...asked,
        headers: { authorization: `Bearer ${token}`, ...asked.headers },
      }),
  };
}

export async function ask(base: string, method: string, path: string, asked: Asked = {}): Promise<Answer> {
  const { headers = {}, json, body, signal } = asked;
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
    redirect: 'manual',
    ...(signal !== undefined && { signal }),
    ...(json !== undefined && { body: JSON.stringify(json) }),
    // Streams are sent as they come.
    ...(body !== undefined && ({ body, duplex: 'half' } as RequestInit)),
  });
  const text = await response.text();
  const isJson = /^application\/json(;|$)/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? (JSON.parse(text) as Answer['json']) : {},
  };
}

export const TUS = { 'tus-resumable': '1.0.0' };
export const CHUNK = { ...TUS, 'content-type': 'application/offset+octet-stream' };

/** An upload of this person; returns its path. */
export async function begin(
  person: Person,
  length: number,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const pairs = Object.entries(metadata).map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`,
  );
  const answer = await person.ask('POST', '/v1/uploads', {
    headers: {
      ...TUS,
      'upload-length': String(length),
      ...(pairs.length > 0 && { 'upload-metadata': pairs.join(',') }),
    },
  });
  assert.equal(answer.status, 201, answer.text);
  const location = answer.headers.get('location') ?? '';
  return new URL(location, 'http://host/v1/uploads').pathname;
}

/** Sends bytes of it. */
export function send(
  person: Person,
  path: string,
  offset: number,
  body: Uint8Array | string,
): Promise<Answer> {
  return person.ask('PATCH', path, { headers: { ...CHUNK, 'upload-offset': String(offset) }, body });
}

/** What has become of an upload, when that is known. */
export async function stateOf(person: Person, path: string): Promise<Answer['json']> {
  const { status, json, text } = await person.ask('GET', `${path}?wait=30`);
  assert.equal(status, 200, text);
  return json;
}

/** A body that waits after its first bytes. */
export class HeldBody {
  readonly stream: ReadableStream<Uint8Array>;
  /** The first bytes are on their way. */
  readonly taken: Promise<void>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(first: string) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.taken = promise;
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        controller.enqueue(Buffer.from(first));
      },
      pull: () => resolve(),
    });
  }

  end(last: string): void {
    this.#controller?.enqueue(Buffer.from(last));
    this.#controller?.close();
  }
}
