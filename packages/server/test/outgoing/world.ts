/** A server that misbehaves as told, and names that lead wherever a test wants. */
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Outgoing } from '../../src/outgoing/outgoing.ts';
import type { Arrived, Wanted } from '../../src/outgoing/outgoing.ts';
import type { Resolver } from '../../src/outgoing/resolver.ts';
import { systemClock } from '../../src/system.ts';

export type Answers = (request: IncomingMessage, response: ServerResponse) => void;

export class Site implements AsyncDisposable {
  readonly #server: http.Server;
  readonly port: number;
  /** Of each request that came. */
  readonly seen: IncomingMessage[] = [];

  private constructor(server: http.Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('request', (request) => this.seen.push(request));
  }

  static async open(answers: Answers): Promise<Site> {
    const server = http.createServer(answers);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Site(server);
  }

  url(path = '/', host = '127.0.0.1'): URL {
    return new URL(path, `http://${host}:${this.port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Each answer is given once, the last one for ever. */
export class Names implements Resolver {
  readonly asked: string[] = [];
  readonly #answers: Map<string, (readonly string[])[]>;

  constructor(answers: Readonly<Record<string, (readonly string[])[]>>) {
    this.#answers = new Map(Object.entries(answers));
  }

  resolve(name: string): Promise<readonly string[]> {
    this.asked.push(name);
    const left = this.#answers.get(name) ?? [];
    return Promise.resolve((left.length > 1 ? left.shift() : left[0]) ?? []);
  }
}

/** Calls 127.0.0.1, unless told otherwise, and nothing else that is not public. */
export function outgoing(resolver: Resolver = new Names({}), allowed = ['127.0.0.1']): Outgoing {
  return new Outgoing({ allowed, clock: systemClock, resolver });
}

export function wanted(url: URL | string, changes: Partial<Wanted> = {}): Wanted {
  return {
    url: new URL(url),
    types: ['text/html'],
    maxBytes: 100_000,
    beyond: 'fail',
    timeoutMs: 5000,
    signal: new AbortController().signal,
    ...changes,
  };
}

export async function textOf({ chunks }: Arrived): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString('latin1');
  return text;
}
