/**
 * As much of an LDAP server (RFC 4511) as says what no OpenLDAP does: it finds one person, whatever is looked for, and answers a
 * bind with their password as it is told.
 *
 * @module
 */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface Entry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, string | Buffer>>;
}

/** 0: success. */
export type Result = readonly [code: number, message: string];

const BIND = 0x60;
const SEARCH = 0x63;
const SUCCESS: Result = [0, ''];

export class FakeDirectory {
  /** Names that binds were tried with. */
  readonly binds: string[] = [];
  entry: Entry = { dn: '', attributes: {} };
  /** What a bind that is not `looker` gets; `undefined`: the server hangs up. */
  answer: Result | undefined = SUCCESS;
  readonly #server: Server;
  readonly #looker: string;

  private constructor(server: Server, looker: string) {
    this.#server = server;
    this.#looker = looker;
  }

  static async start(looker: string): Promise<FakeDirectory> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const directory = new FakeDirectory(server, looker);
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      // A client asks again only when it has its answer, so a request comes by itself.
      socket.on('data', (bytes) => {
        if (typeof bytes !== 'string') directory.#heard(socket, bytes);
      });
    });
    return directory;
  }

  get url(): URL {
    return new URL(`ldap://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
  }

  close(): void {
    this.#server.close();
  }

  #heard(socket: Socket, bytes: Buffer): void {
    const [message] = readAll(bytes);
    const [id, operation] = readAll(message?.content ?? Buffer.alloc(0));
    if (id === undefined || operation === undefined) return;
    const say = (tag: number, content: Buffer): void =>
      void socket.write(tlv(0x30, tlv(0x02, id.content), tlv(tag, content)));
    if (operation.tag === SEARCH) {
      say(0x64, entryOf(this.entry));
      say(0x65, resultOf(SUCCESS));
    } else if (operation.tag === BIND) {
      const name = readAll(operation.content)[1]?.content.toString() ?? '';
      this.binds.push(name);
      const result = name === this.#looker ? SUCCESS : this.answer;
      if (result === undefined) socket.destroy();
      else say(0x61, resultOf(result));
    }
  }
}

function entryOf({ dn, attributes }: Entry): Buffer {
  const list = Object.entries(attributes).map(([name, value]) =>
    tlv(0x30, tlv(0x04, Buffer.from(name)), tlv(0x31, tlv(0x04, Buffer.from(value)))),
  );
  return Buffer.concat([tlv(0x04, Buffer.from(dn)), tlv(0x30, ...list)]);
}

function resultOf([code, message]: Result): Buffer {
  return Buffer.concat([tlv(0x0a, Buffer.of(code)), tlv(0x04), tlv(0x04, Buffer.from(message))]);
}

/** BER with definite lengths (X.690 §8.1). */
function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const long = [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...(content.length < 0x80 ? [content.length] : long)), content]);
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

function readAll(bytes: Buffer): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 1 < bytes.length;) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    const more = first < 0x80 ? 0 : first & 0x7f;
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more);
    const from = at + 2 + more;
    elements.push({ tag, content: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return elements;
}
