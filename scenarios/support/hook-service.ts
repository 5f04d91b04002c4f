/**
 * A service that is asked before something happens, and answers as a test says. It checks signatures by Standard Webhooks 1.0,
 * with code of its own.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Condition } from '@posthorn/testing/condition';

export const HOOK_SECRET = `whsec_${Buffer.from('the secret of hooks, for tests').toString('base64')}`;

export interface HookQuestion {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** `hang`: never. A number: that status without a body. A text: as it is. */
export type HookReply = object | 'hang' | number | { readonly raw: string } | undefined;

export class HookService implements AsyncDisposable {
  readonly #server: http.Server;
  readonly #heard = new Condition();
  /** In the order of their coming. */
  readonly asked: HookQuestion[] = [];
  answer: (question: HookQuestion) => HookReply | Promise<HookReply> = () => ({});

  private constructor() {
    this.#server = http.createServer((request, response) => void this.#serve(request, response));
  }

  static async open(): Promise<HookService> {
    const service = new HookService();
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`);
  }

  texts(): readonly unknown[] {
    return this.asked.map(({ data }) => data['text']);
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (!isSigned(request, body)) {
      response.writeHead(401).end();
      return;
    }
    const question = JSON.parse(body.toString()) as HookQuestion;
    this.asked.push(question);
    const answering = this.answer(question);
    this.#heard.changed();
    const reply = await answering;
    if (reply === 'hang') return;
    if (typeof reply === 'number') response.writeHead(reply, { location: '/elsewhere' }).end();
    else if (reply !== undefined && 'raw' in reply) response.end(reply.raw);
    else response.end(reply === undefined ? '' : JSON.stringify(reply));
  }
}

function isSigned({ headers }: IncomingMessage, body: Buffer): boolean {
  const key = Buffer.from(HOOK_SECRET.slice('whsec_'.length), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body.toString()}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
