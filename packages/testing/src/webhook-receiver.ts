/**
 * A receiver of webhooks for tests. It checks signatures by Standard Webhooks 1.0, with code of its own.
 *
 * @module
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Condition } from './condition.ts';

/** What came, and was taken or not. */
export interface ReceivedHook {
  /** The path of the URL: tests have one for each webhook. */
  readonly path: string;
  readonly id: string;
  readonly position: number;
  /** Seconds, of the attempt. */
  readonly timestamp: number;
  readonly signatures: readonly string[];
  readonly body: string;
  readonly isTaken: boolean;
}

export interface HookEvent {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>> & {
    readonly conversation?: number;
    readonly seq?: number;
    readonly from?: string;
    readonly text?: string;
  };
}

/**
 * What the receiver does with a request: a status; `hold`: nothing until {@link WebhookReceiver.release}; `reset`: it breaks the
 * connection; `midway`: it answers 200 and breaks the connection within the body.
 */
export type HookVerdict =
  | number
  | 'hold'
  | 'reset'
  | 'midway'
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> };

export class WebhookReceiver implements AsyncDisposable {
  readonly #server: http.Server;
  readonly #heard = new Condition();
  readonly #held: ServerResponse[] = [];
  /** In the order of their coming. */
  readonly tries: ReceivedHook[] = [];
  verdict: (hook: Omit<ReceivedHook, 'isTaken'>) => HookVerdict = () => 200;

  private constructor() {
    this.#server = http.createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  url(path = '/hook'): string {
    return `${this.origin}${path}`;
  }

  /** What was taken. */
  taken(path = '/hook'): readonly ReceivedHook[] {
    return this.tries.filter((hook) => hook.isTaken && hook.path === path);
  }

  /** The events that were taken, each as often as it came. */
  events(path = '/hook'): readonly HookEvent[] {
    return this.taken(path).flatMap(({ body }) => JSON.parse(body) as HookEvent | HookEvent[]);
  }

  texts(path = '/hook'): readonly string[] {
    return this.events(path).flatMap(({ type, data }) =>
      type === 'message.created' ? [data.text ?? ''] : [],
    );
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  /** Answers what was held. */
  release(status = 200): void {
    for (const response of this.#held.splice(0)) response.writeHead(status).end();
  }

  /** Resolves after a request and its answer: what was sent before has mostly come then. */
  async roundTrip(): Promise<void> {
    await (await fetch(this.origin)).text();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      response.end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { headers, url: path = '' } = request;
    const header = (name: string): string => String(headers[name] ?? '');
    const hook = {
      path,
      id: header('webhook-id'),
      position: Number(header('webhook-position')),
      timestamp: Number(header('webhook-timestamp')),
      signatures: header('webhook-signature').split(' '),
      body: Buffer.concat(chunks).toString(),
    };
    const verdict = this.verdict(hook);
    const status = typeof verdict === 'object' ? verdict.status : verdict;
    const isTaken = status === 'midway' || (typeof status === 'number' && status >= 200 && status < 300);
    this.tries.push({ ...hook, isTaken });
    this.#heard.changed();
    if (status === 'hold') this.#held.push(response);
    else if (status === 'reset') response.destroy();
    else if (status === 'midway') {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('half', () => response.destroy());
    } else response.writeHead(status, typeof verdict === 'object' ? verdict.headers : {}).end();
  }
}

/** Whether one of its signatures is by this secret. */
export function isSignedBy(
  { id, timestamp, body, signatures }: Pick<ReceivedHook, 'id' | 'timestamp' | 'body' | 'signatures'>,
  secret: string,
): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
