/**
 * Questions to a server that the operator names, over connections that stay open: there is one for each thing that users do.
 * Bounded as other calls are; each new connection goes to an address that was checked.
 *
 * @module
 */
import type { LookupAddress } from 'node:dns';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { http } from '../http/node-http.ts';
import type { Clock } from '../clock.ts';
import { bareHost } from '../hosts.ts';
import { VERSION } from '../version.ts';
import { bodyOf } from './body.ts';
import { portOf } from './connect.ts';
import { asOutgoing, OutgoingError } from './error.ts';
import { Reach } from './reach.ts';
import { DnsResolver } from './resolver.ts';
import type { Resolver } from './resolver.ts';
import { within } from './within.ts';

/** Connections to one server. More questions wait, within their time. */
const MAX_SOCKETS = 64;
const MAX_FREE_SOCKETS = 16;
const MAX_HEADER_BYTES = 16_384;

export interface QuestionsOptions {
  /** See Reach. */
  readonly allowed: readonly string[];
  readonly publicPorts: readonly number[];
  readonly clock: Pick<Clock, 'after'>;
  readonly resolver?: Resolver;
}

export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For all of it. */
  readonly timeoutMs: number;
  /** Of the answer. A longer one is `too-large`. */
  readonly maxBytes: number;
}

export interface QuestionAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export class Questions {
  readonly #reach: Reach;
  readonly #resolver: Resolver;
  readonly #clock: Pick<Clock, 'after'>;
  readonly #agents: Readonly<Record<string, Agent>>;

  constructor({ allowed, publicPorts, clock, resolver = new DnsResolver() }: QuestionsOptions) {
    this.#reach = new Reach(allowed, publicPorts);
    this.#resolver = resolver;
    this.#clock = clock;
    const kept = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_FREE_SOCKETS };
    this.#agents = { 'http:': new http.Agent(kept), 'https:': new https.Agent(kept) };
  }

  /** Posts it. No redirect is followed. Rejects with an OutgoingError. */
  async ask(question: Question): Promise<QuestionAnswer> {
    try {
      return await within(this.#clock, { timeoutMs: question.timeoutMs }, (signal) =>
        this.#exchange(question, signal),
      );
    } catch (error) {
      throw asOutgoing(error);
    }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #exchange(question: Question, signal: AbortSignal): Promise<QuestionAnswer> {
    const answer = await this.#send(question, signal);
    try {
      const chunks: Buffer[] = [];
      const bounds = { maxBytes: question.maxBytes, beyond: 'fail' } as const;
      for await (const chunk of bodyOf(answer, bounds)) chunks.push(chunk);
      return { status: answer.statusCode ?? 0, body: Buffer.concat(chunks) };
    } catch (error) {
      answer.destroy();
      throw error;
    }
  }

  async #send(question: Question, signal: AbortSignal): Promise<IncomingMessage> {
    for (;;) {
      const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      const sent = this.#request(question, signal);
      sent.once('response', resolve);
      // Each time: an error that nobody hears ends the process.
      sent.on('error', reject);
      sent.once('close', () => reject(new OutgoingError('unreachable', 'no answer came')));
      sent.end(question.body);
      try {
        return await promise;
      } catch (error) {
        // The other server has closed a connection that nothing was asked over for a while.
        const isIdle = sent.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
        if (!isIdle || signal.aborted) throw error;
      }
    }
  }

  #request({ url, headers, body }: Question, signal: AbortSignal): ClientRequest {
    const port = portOf(url);
    const host = bareHost(url.hostname);
    if (isIP(host) !== 0) this.#reach.check([host], port);
    const { request } = url.protocol === 'https:' ? https : http;
    const own = { 'user-agent': `Posthorn/${VERSION}`, 'content-length': String(body.length) };
    return request({
      host,
      port,
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: { ...own, ...headers },
      signal,
      agent: this.#agents[url.protocol],
      lookup: this.#lookupFor(port, signal),
      maxHeaderSize: MAX_HEADER_BYTES,
    });
  }

  /** Looks names up for new connections. */
  #lookupFor(port: number, signal: AbortSignal): LookupFunction {
    const find = callbackify((host: string) => this.#addressesOf(host, port, signal));
    return (host, { all }, done) => {
      find(host, (error, found) => {
        // Absent with an error, whatever the types say.
        const [first] = error === null ? found : [];
        if (error !== null) done(error, []);
        else if (all === true) done(null, [...found]);
        else done(null, first?.address ?? '', first?.family);
      });
    };
  }

  async #addressesOf(host: string, port: number, signal: AbortSignal): Promise<readonly LookupAddress[]> {
    const addresses = await this.#resolver.resolve(host, signal);
    this.#reach.check(addresses, port);
    return addresses.map((address) => ({ address, family: isIP(address) }));
  }
}
