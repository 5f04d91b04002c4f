/**
 * A client that sends whatever bytes a test wants, and reads frames.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  decodeServerFrame,
  errorName,
  FrameDecoder,
  LIMITS,
  packClientFrame,
  withLength,
} from '@posthorn/protocol';
import type { ClientFrameInit, ServerFrame } from '@posthorn/protocol';
import { Writer } from '@posthorn/protocol/wire';
import { createWebSocketStream, WebSocket } from 'ws';
import { Condition } from './condition.ts';

type Body = NonNullable<ServerFrame['body']>;

export class RawClient {
  readonly socket: Duplex;
  readonly #frames = new FrameDecoder(LIMITS.maxServerFrameBytes);
  readonly #heard = new Condition();
  readonly answers = new Map<number, Body>();
  /** The frames of all answers, also of those that this version does not know. */
  readonly #payloads = new Map<number, Uint8Array>();
  readonly pushes: Body[] = [];
  isClosed = false;
  /** Every byte is written alone. */
  isTrickling = false;
  #trickle: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  private constructor(socket: Duplex) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#frames.push(bytes, (payload) => {
        const kept = payload.slice();
        const { re, body } = decodeServerFrame(kept);
        if (re !== 0) this.#payloads.set(re, kept);
        if (body === undefined) return;
        if (re === 0) this.pushes.push(body);
        else this.answers.set(re, body);
      });
      this.#heard.changed();
    });
    socket.on('error', () => {});
    // A WebSocket's stream closes when both ways have ended.
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.isClosed = true;
      this.#heard.changed();
    });
  }

  static async connect(tcpUrl: string): Promise<RawClient> {
    const { hostname, port } = new URL(tcpUrl);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new RawClient(socket);
  }

  static over(socket: Duplex): RawClient {
    return new RawClient(socket);
  }

  /** The same over WebSocket, whose messages are the same bytes. */
  static async overWebSocket(
    httpUrl: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RawClient> {
    const webSocket = new WebSocket(`${httpUrl.replace('http', 'ws')}/ws`, { headers });
    // A goodbye may follow the handshake at once.
    const client = new RawClient(createWebSocketStream(webSocket));
    await new Promise<void>((resolve, reject) => webSocket.once('open', resolve).once('error', reject));
    return client;
  }

  /** Connects over TCP and enters. */
  static async as(
    tcpUrl: string,
    name: string,
  ): Promise<{ readonly client: RawClient; readonly token: string; readonly id: number }> {
    const client = await RawClient.connect(tcpUrl);
    return { client, ...(await client.enter(name)) };
  }

  /** Says hello, makes the account, logs in, attaches. */
  async enter(
    name: string,
    password = 'pw',
    deviceId: string = name,
  ): Promise<{ readonly token: string; readonly id: number }> {
    await this.hello();
    const device = { id: deviceId, class: 'bot' } as const;
    const registered = await this.ask({ case: 'register', value: { name, password, device } });
    const loggedIn =
      registered.case === 'loggedIn'
        ? registered
        : await this.ask({ case: 'login', value: { name, password, device } });
    assert.equal(loggedIn.case, 'loggedIn');
    const { token, user } = loggedIn.value;
    assert.equal((await this.ask({ case: 'attach', value: { token } })).case, 'attached');
    return { token, id: user?.id ?? 0 };
  }

  async hello(version = 1): Promise<Body> {
    return this.ask({ case: 'hello', value: { version, client: 'test' } });
  }

  write(bytes: Uint8Array): void {
    if (!this.isTrickling) {
      this.socket.write(bytes);
      return;
    }
    for (const byte of bytes) {
      this.#trickle = this.#trickle.then(
        () => new Promise((resolve) => this.socket.write(Uint8Array.of(byte), () => setImmediate(resolve))),
      );
    }
  }

  /** Sends a request and returns its id. */
  send(body: ClientFrameInit['body']): number {
    const id = (this.#lastId += 1);
    this.write(packClientFrame({ id, body }));
    return id;
  }

  /** The answer to a request. Rejects when the connection closes before. */
  async ask(body: ClientFrameInit['body']): Promise<Body> {
    return this.answer(this.send(body));
  }

  async answer(id: number): Promise<Body> {
    await this.until(() => this.answers.has(id) || this.isClosed);
    const answer = this.answers.get(id);
    assert.ok(answer !== undefined, `closed: ${JSON.stringify(this.pushes.at(-1))}`);
    return answer;
  }

  /** Sends a request that this version does not know, and resolves to the ServerFrame that answers it. */
  async askNew(number: number, request: Uint8Array): Promise<Uint8Array> {
    const id = (this.#lastId += 1);
    const writer = new Writer();
    writer.tag(8);
    writer.varint(id);
    writer.tag(number * 8 + 2);
    writer.bytes(request);
    this.write(withLength(writer.finish()));
    await this.until(() => this.#payloads.has(id) || this.isClosed);
    return this.#payloads.get(id) ?? assert.fail('closed');
  }

  /** The code of the error that answers a request; `OK` when it was carried out. */
  async code(body: ClientFrameInit['body']): Promise<string> {
    return codeOf(await this.ask(body));
  }

  /** The code of the goodbye with which the server has closed; `none` when it said nothing. */
  async goodbye(): Promise<string> {
    await this.until(() => this.isClosed);
    const last = this.pushes.at(-1);
    return last?.case === 'goodbye' ? errorName(last.value.code) : 'none';
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  close(): void {
    this.socket.destroy();
  }
}

export function codeOf(body: Body): string {
  return body.case === 'error' ? errorName(body.value.code) : 'OK';
}
