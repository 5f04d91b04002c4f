/**
 * A client of CIM's wire, written from its facts and not from our codec: protobuf by hand, HTTP by fetch.
 *
 * @module
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Condition } from '@posthorn/testing/condition';

export interface CimMessage {
  readonly id: number;
  readonly cmd: number;
  readonly text: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly batch: readonly string[];
}

export interface CimAnswer {
  readonly code: string;
  readonly message: string;
  readonly dataBody: unknown;
}

export interface LoginOptions {
  /** Every byte is written alone. */
  readonly isTrickling?: boolean;
  /** Of the login frame. */
  readonly properties?: Readonly<Record<string, string>>;
}

export const LOGIN_REQUEST = 0;
export const MESSAGE = 1;
export const PING = 2;
export const OFFLINE = 3;

/** Calls the route. */
export async function callCim(
  url: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<CimAnswer> {
  const init: RequestInit =
    body === undefined
      ? { headers }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        };
  const response = await fetch(url + path, init);
  return (await response.json()) as CimAnswer;
}

export class CimConnection {
  readonly socket: Socket;
  readonly received: CimMessage[] = [];
  readonly heard = new Condition();
  isClosed = false;
  #buffer: Buffer = Buffer.alloc(0);
  #isTrickling = false;
  #trickle: Promise<unknown> = Promise.resolve();

  private constructor(socket: Socket) {
    this.socket = socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => {
      this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
      this.#cut();
      this.heard.changed();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
      this.heard.changed();
    });
  }

  /** Connects, and says nothing. */
  static async open(port: number): Promise<CimConnection> {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new CimConnection(socket);
  }

  /** Connects and introduces itself; no reply is awaited. */
  static async login(
    port: number,
    userId: number,
    userName: string,
    { isTrickling = false, properties = {} }: LoginOptions = {},
  ): Promise<CimConnection> {
    const connection = await CimConnection.open(port);
    connection.#isTrickling = isTrickling;
    connection.send(userId, LOGIN_REQUEST, userName, properties);
    return connection;
  }

  send(id: number, cmd: number, text: string, properties: Readonly<Record<string, string>> = {}): void {
    const parts = [stringField(1, text), Buffer.from([0x10]), varint(id)];
    if (cmd !== 0) parts.push(Buffer.from([0x18, cmd]));
    for (const [key, value] of Object.entries(properties)) {
      const entry = Buffer.concat([stringField(1, key), stringField(2, value)]);
      parts.push(Buffer.from([0x22]), varint(entry.length), entry);
    }
    const message = Buffer.concat(parts);
    this.#write(Buffer.concat([varint(message.length), message]));
  }

  #write(bytes: Buffer): void {
    if (!this.#isTrickling) {
      this.socket.write(bytes);
      return;
    }
    for (const byte of bytes) {
      this.#trickle = this.#trickle.then(
        () => new Promise((resolve) => this.socket.write(Buffer.from([byte]), () => setImmediate(resolve))),
      );
    }
  }

  /** Pings and waits for the pong. */
  async ping(id: number): Promise<void> {
    const before = this.pongs;
    this.send(id, PING, 'ping');
    await this.heard.until(() => this.pongs > before || this.isClosed);
  }

  get pongs(): number {
    return this.received.filter(({ cmd }) => cmd === PING).length;
  }

  /** All texts in the order in which the application gets them. */
  get texts(): readonly string[] {
    return this.received
      .filter(({ cmd }) => cmd !== PING)
      .flatMap(({ text, batch }) => (batch.length > 0 ? batch : [text]));
  }

  until(isTrue: () => boolean): Promise<void> {
    return this.heard.until(isTrue);
  }

  close(): void {
    this.socket.destroy();
  }

  #cut(): void {
    for (;;) {
      const [length, start] = readVarint(this.#buffer, 0) ?? [];
      if (length === undefined || start === undefined || this.#buffer.length < start + length) return;
      this.received.push(parse(this.#buffer.subarray(start, start + length)));
      this.#buffer = this.#buffer.subarray(start + length);
    }
  }
}

function stringField(number: number, text: string): Buffer {
  const words = Buffer.from(text);
  return Buffer.concat([Buffer.from([(number << 3) | 2]), varint(words.length), words]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** The value and where it ends; undefined when it is cut off. */
function readVarint(bytes: Buffer, from: number): readonly [value: number, end: number] | undefined {
  let [value, scale] = [0, 1];
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at + 1];
    scale *= 128;
  }
  return undefined;
}

function parse(bytes: Buffer): CimMessage {
  const batch: string[] = [];
  const properties: Record<string, string> = {};
  let [text, id, cmd] = ['', 0, 0];
  for (let at = 0; at < bytes.length;) {
    const [tag = 0, next = bytes.length] = readVarint(bytes, at) ?? [];
    const [value = 0, end = bytes.length] = readVarint(bytes, next) ?? [];
    at = end;
    if (tag === 0x10) id = value;
    else if (tag === 0x18) cmd = value;
    else {
      const part = bytes.subarray(end, end + value);
      at = end + value;
      if (tag === 0x0a) text = part.toString();
      else if (tag === 0x2a) batch.push(part.toString());
      else if (tag === 0x22) {
        const [keyLength = 0, keyStart = 0] = readVarint(part, 1) ?? [];
        const keyEnd = keyStart + keyLength;
        const [valueLength = 0, valueStart = 0] = readVarint(part, keyEnd + 1) ?? [];
        properties[part.toString('utf8', keyStart, keyEnd)] = part.toString(
          'utf8',
          valueStart,
          valueStart + valueLength,
        );
      }
    }
  }
  return { id, cmd, text, properties, batch };
}
