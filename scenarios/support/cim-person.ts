/**
 * What CIM's own client does around its wire: registers, logs in, reconnects, pings, sends and tries again.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { callCim, CimConnection, PING } from './cim-client.ts';
import type { CimAnswer } from './cim-client.ts';
import { Condition } from '@posthorn/testing/condition';

/** CIM's client waits 10 s; nobody wants to wait for a test. */
const RETRY_MS = 20;
const PING_MS = 40;

export class CimPerson {
  readonly id: number;
  readonly name: string;
  readonly #url: string;
  readonly #heard = new Condition();
  readonly #texts: string[] = [];
  #wire: CimConnection | undefined;
  #isLeaving = false;
  #staying: Promise<void> = Promise.resolve();

  private constructor(url: string, id: number, name: string) {
    this.#url = url;
    this.id = id;
    this.name = name;
  }

  static async register(url: string, name: string): Promise<CimPerson> {
    const { code, dataBody } = await callCim(url, '/registerAccount', { userName: name });
    assert.equal(code, '9000');
    return new CimPerson(url, (dataBody as { readonly userId: number }).userId, name);
  }

  /** All texts in the order in which the application got them, over all connections. */
  get texts(): readonly string[] {
    return [...this.#texts, ...(this.#wire?.texts ?? [])];
  }

  /** Is there, and comes back whenever the connection is lost, until they leave. */
  stay(): void {
    this.#staying = this.#stay();
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    this.#wire?.close();
    await this.#staying;
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  /** Sends until it is answered, under one number. */
  async say(receiveUserId: number, msg: string): Promise<void> {
    const body = { userId: this.id, receiveUserId, msg, reqNo: randomUUID() };
    const { code, message } = await this.#persist('/p2pRoute', body);
    assert.ok(code === '9000' || code === '7000', `${code} ${message}`);
  }

  async sayToAll(msg: string): Promise<void> {
    const { code, message } = await this.#persist('/groupRoute', {
      userId: this.id,
      msg,
      reqNo: randomUUID(),
    });
    assert.equal(code, '9000', message);
  }

  async #persist(path: string, body: object): Promise<CimAnswer> {
    for (;;) {
      try {
        return await callCim(this.#url, path, body);
      } catch {
        await pause(RETRY_MS);
      }
    }
  }

  async #stay(): Promise<void> {
    while (!this.#isLeaving) {
      try {
        await this.#visit();
      } catch {
        await pause(RETRY_MS);
      }
    }
  }

  async #visit(): Promise<void> {
    const { id: userId, name: userName } = this;
    await callCim(this.#url, '/offLine', { userId, msg: 'offLine' });
    const { code, dataBody } = await callCim(this.#url, '/login', { userId, userName });
    assert.equal(code, '9000');
    const { cimServerPort } = dataBody as { readonly cimServerPort: number };
    const wire = await CimConnection.login(cimServerPort, userId, userName);
    this.#wire = wire;
    const pinging = setInterval(() => wire.send(userId, PING, 'ping'), PING_MS);
    await wire.until(() => {
      this.#heard.changed();
      return wire.isClosed;
    });
    clearInterval(pinging);
    this.#texts.push(...wire.texts);
    this.#wire = undefined;
  }
}
