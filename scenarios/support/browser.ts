/** A browser with the page of a server open: it keeps the cookie, and sends what browsers send. */
import assert from 'node:assert/strict';
import { RawClient } from '@posthorn/testing/raw-client';
import { browse } from './browser-requests.ts';
import type { BrowserAnswer, BrowserRequest } from './browser-requests.ts';

export class Browser {
  readonly #server: string;
  readonly #host: string;
  cookie = '';

  /** `host`: as the browser calls the server. */
  constructor(server: string, host = new URL(server).host) {
    this.#server = server;
    this.#host = host;
  }

  /** As a script of the page asks. `headers` may add to that, and an empty one takes it away. */
  async ask(method: string, path: string, given: BrowserRequest = {}): Promise<BrowserAnswer> {
    const isSafe = method === 'GET' || method === 'HEAD';
    const headers = {
      host: this.#host,
      'sec-fetch-site': 'same-origin',
      'x-posthorn-web': '1',
      ...(!isSafe && { origin: `http://${this.#host}` }),
      ...(this.cookie !== '' && { cookie: this.cookie }),
      ...given.headers,
    };
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const answer = await browse(this.#server, path, { ...given, method, headers: sent });
    if (answer.headers['set-cookie'] !== undefined) this.cookie = answer.cookie;
    return answer;
  }

  /** Makes the account if there is none. */
  async logIn(name: string, more: object = {}, headers: Record<string, string> = {}): Promise<BrowserAnswer> {
    const login = { name, password: 'pw', ...more };
    const made = await this.ask('POST', '/v1/web/session', { json: { ...login, register: true }, headers });
    if (made.status === 200) return made;
    return this.ask('POST', '/v1/web/session', { json: login, headers });
  }

  async ticket(): Promise<string> {
    const { json, status } = await this.ask('POST', '/v1/web/ticket');
    assert.equal(status, 200);
    return String(json['ticket']);
  }

  /** A connection that is attached by a ticket. */
  async attach(tcpUrl: string): Promise<RawClient> {
    const client = await RawClient.connect(tcpUrl);
    await client.hello();
    assert.equal(await client.code({ case: 'attach', value: { token: await this.ticket() } }), 'OK');
    return client;
  }
}
