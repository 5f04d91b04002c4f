/**
 * A push service for tests, with the browsers that it serves: it checks who sends, and opens what comes for them.
 *
 * @module
 */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import type { ECDH } from 'node:crypto';
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Condition } from './condition.ts';

const SALT_BYTES = 16;
const SIZES_BYTES = 5;
const TAG_BYTES = 16;

/** Decrypts the body of a push as a browser does (RFC 8291). Throws if it is not for this one. */
export function openPush(body: Uint8Array, browser: ECDH, auth: Uint8Array): Buffer {
  const whole = Buffer.from(body);
  const salt = whole.subarray(0, SALT_BYTES);
  const keyBytes = whole.readUInt8(SALT_BYTES + SIZES_BYTES - 1);
  const start = SALT_BYTES + SIZES_BYTES;
  const sender = whole.subarray(start, start + keyBytes);
  const record = whole.subarray(start + keyBytes);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const secret = new Uint8Array(hkdfSync('sha256', browser.computeSecret(sender), auth, info, 32));
  const part = (name: string, bytes: number): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, bytes));
  const cipher = createDecipheriv('aes-128-gcm', part('aes128gcm', 16), part('nonce', 12));
  cipher.setAuthTag(record.subarray(-TAG_BYTES));
  const padded = Buffer.concat([cipher.update(record.subarray(0, -TAG_BYTES)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2));
}

/** What came for a browser. */
export interface Pushed {
  readonly browser: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What the service says to a push. `hold`: nothing until {@link FakePushService.release}. */
export type PushVerdict = number | 'hold' | { readonly status: number; readonly retryAfter: string };

export class FakeBrowser {
  readonly name: string;
  readonly #service: string;
  readonly ecdh: ECDH = createECDH('prime256v1');
  readonly auth: Buffer = randomBytes(16);

  constructor(name: string, service: string) {
    this.name = name;
    this.#service = service;
    this.ecdh.generateKeys();
  }

  /** As SubscribePush takes it. */
  get subscription(): { readonly endpoint: string; readonly p256dh: string; readonly auth: string } {
    return {
      endpoint: `${this.#service}/push/${this.name}`,
      p256dh: this.ecdh.getPublicKey('base64url'),
      auth: this.auth.toString('base64url'),
    };
  }
}

export class FakePushService implements AsyncDisposable {
  readonly #server: http.Server;
  readonly #heard = new Condition();
  readonly #browsers = new Map<string, FakeBrowser>();
  readonly #held: ServerResponse[] = [];
  /** Those that were taken. */
  readonly pushed: Pushed[] = [];
  /** All that came, by browser. */
  readonly tries: string[] = [];
  verdict: (browser: string) => PushVerdict = () => 201;

  private constructor() {
    this.#server = http.createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<FakePushService> {
    const service = new FakePushService();
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Options of a server that calls this service. */
  get options(): { readonly pushHosts: readonly string[]; readonly outgoingAllow: readonly string[] } {
    return { pushHosts: [this.origin], outgoingAllow: ['127.0.0.1'] };
  }

  browser(name: string): FakeBrowser {
    const browser = new FakeBrowser(name, this.origin);
    this.#browsers.set(name, browser);
    return browser;
  }

  /** What a browser was told, in order. */
  of({ name }: FakeBrowser): readonly Pushed['payload'][] {
    return this.pushed.filter(({ browser }) => browser === name).map(({ payload }) => payload);
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  release(): void {
    for (const response of this.#held.splice(0)) response.writeHead(201).end();
  }

  /** Resolves after a request and its answer: what was sent before has mostly come then. */
  async roundTrip(): Promise<void> {
    await (await fetch(this.origin)).text();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return void response.writeHead(204).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const name = (request.url ?? '').slice('/push/'.length);
    const browser = this.#browsers.get(name);
    const verdict = browser === undefined ? 404 : this.verdict(name);
    this.tries.push(name);
    if (browser !== undefined && (verdict === 201 || verdict === 'hold')) {
      const headers = request.headers as Pushed['headers'];
      checkSender(headers['authorization'] ?? '', this.origin);
      const opened = openPush(Buffer.concat(chunks), browser.ecdh, browser.auth);
      // What was encrypted by the server that is tested is JSON of an object.
      const payload = JSON.parse(opened.toString()) as Pushed['payload'];
      this.pushed.push({ browser: name, payload, headers });
    }
    if (verdict === 'hold') this.#held.push(response);
    else if (typeof verdict === 'number') response.writeHead(verdict).end();
    else response.writeHead(verdict.status, { 'retry-after': verdict.retryAfter }).end();
    this.#heard.changed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Throws unless a header was signed for this service (RFC 8292). */
export function checkSender(authorization: string, origin: string): void {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  if (token === undefined || key === undefined) throw new Error('the push is not signed');
  const point = Buffer.from(key, 'base64url');
  const coordinates = { x: point.subarray(1, 33), y: point.subarray(33) };
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: coordinates.x.toString('base64url'),
    y: coordinates.y.toString('base64url'),
  };
  const [head = '', claims = '', signature = ''] = token.split('.');
  const isRight = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isRight) throw new Error('the signature of a push is wrong');
  const { aud } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly aud?: unknown };
  if (aud !== origin) throw new Error(`the push is for ${String(aud)}`);
}
