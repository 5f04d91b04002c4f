/**
 * Runs HTTP responses as connections of the gateway.
 *
 * @module
 */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { Transport } from '../../gateway/transport.ts';
import type { Protocol } from '../protocol.ts';
import type { EventStream } from './session.ts';
import { KEEP_ALIVE } from './wire.ts';

/** What the client asks for, and its address. */
export type EventStreamRequest = Omit<EventStream, 'drained'> & { readonly address: string };

/** The protocol of one stream. Unlike others, it knows client and request before the connection opens. */
export interface EventsProtocol extends Protocol {
  /** See EventsSession.start. */
  start(): Promise<void>;
}

export interface EventStreamsOptions {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly create: (stream: EventStream) => EventsProtocol;
}

/** Proxies commonly close connections that are silent for a minute. */
const KEEP_ALIVE_MS = 20_000;

/**
 * Takes over a response and keeps it until its stream ends. Rejects with a PosthornError before anything is
 * written; the response then still belongs to the caller.
 */
export async function openEventStream(
  { gateway, clock, create }: EventStreamsOptions,
  { address, ...request }: EventStreamRequest,
  response: ServerResponse,
): Promise<void> {
  const transport = new EventStreamTransport(response, address);
  const protocol = create({ ...request, drained: () => transport.drained() });
  const connection = gateway.open(transport, protocol);
  response.once('close', () => gateway.closed(connection));
  try {
    await protocol.start();
  } catch (error) {
    transport.giveBack();
    gateway.closed(connection);
    throw error;
  }
  transport.begin();
  keepAlive(clock, response);
}

function keepAlive(clock: Clock, response: ServerResponse): void {
  clock.after(KEEP_ALIVE_MS, () => {
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength === 0) response.write(KEEP_ALIVE);
    keepAlive(clock, response);
  });
}

/** A write-only transport. It drops everything until {@link begin}. */
class EventStreamTransport implements Transport {
  readonly #response: ServerResponse;
  readonly remoteAddress: string;
  #state: 'waiting' | 'begun' | 'given back' = 'waiting';
  #isEnded = false;

  constructor(response: ServerResponse, remoteAddress: string) {
    this.#response = response;
    this.remoteAddress = remoteAddress;
  }

  get bufferedBytes(): number {
    return this.#response.writableLength;
  }

  begin(): void {
    this.#state = 'begun';
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Tells nginx not to buffer the stream.
      'x-accel-buffering': 'no',
    });
    this.#response.flushHeaders();
    if (this.#isEnded) this.#response.end();
  }

  giveBack(): void {
    this.#state = 'given back';
  }

  drained(): Promise<void> {
    const response = this.#response;
    if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        response.off('drain', done).off('close', done);
        resolve();
      };
      response.on('drain', done).on('close', done);
    });
  }

  write(bytes: Uint8Array): void {
    if (this.#state === 'begun' && !this.#response.writableEnded) this.#response.write(bytes);
  }

  pause(): void {}

  resume(): void {}

  end(): void {
    this.#isEnded = true;
    if (this.#state === 'begun') this.#response.end();
  }

  destroy(): void {
    if (this.#state === 'begun') this.#response.destroy();
  }
}
