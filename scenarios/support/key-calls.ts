/**
 * Calls of REST, by whoever holds a token or a server key.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';

export interface Reply {
  readonly status: number;
  /** The code of the error, or OK. */
  readonly code: string;
  readonly body: Record<string, unknown>;
}

export interface Asking {
  readonly json?: unknown;
  /** The header posthorn-as. */
  readonly as?: string | undefined;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Holder {
  readonly url: string;
  readonly token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  async ask(
    method: string,
    path: string,
    { json, as, idempotencyKey, headers = {} }: Asking = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...headers,
        authorization: `Bearer ${this.token}`,
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(as !== undefined && { 'posthorn-as': as }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
    const error = body['error'] as { readonly code: string } | undefined;
    return { status: response.status, code: error?.code ?? 'OK', body };
  }

  /** The body of what is carried out. */
  async done(method: string, path: string, asking: Asking = {}): Promise<Record<string, unknown>> {
    const { code, body } = await this.ask(method, path, asking);
    assert.equal(code, 'OK', `${method} ${path}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Asks until the answer is as wanted. */
  async untilAsked(
    method: string,
    path: string,
    isWanted: (body: Record<string, unknown>) => boolean,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const body = await this.done(method, path);
      if (isWanted(body)) return body;
      await setImmediate();
    }
  }

  /** A key that this administrator makes. */
  async newKey(
    name: string,
    scopes: readonly string[],
    more: object = {},
  ): Promise<Holder & { readonly id: number }> {
    const made = await this.done('POST', '/v1/admin/keys', { json: { name, scopes, ...more } });
    return Object.assign(new Holder(this.url, String(made['key'])), { id: Number(made['id']) });
  }
}
