/**
 * Requests of clients. A gateway answers a few of them itself. It passes all others on to the router as the bytes that
 * came, including requests that it does not know.
 *
 * @module
 */
import { decodeClientFrame, PosthornError, PROTOCOL_VERSION } from '@posthorn/protocol';
import type { Hello, Reply, Request } from '@posthorn/protocol';
import { decodeUntrusted, REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import type { Clock } from '../clock.ts';
import type { RequestCost, Weight } from '../router/requests.ts';
import type { Answer, ForeignIdentity, Proof, RequestFrame } from '../router/router.ts';
import { attach } from './attach.ts';
import type { AttachParts } from './attach.ts';
import type { Connection } from './connection.ts';
import { Strangers } from './strangers.ts';

export interface RequestsOptions extends AttachParts {
  readonly clock: Clock;
  /** Whether a request needs a login. False for requests unknown here: the router decides about those. */
  readonly needsLogin: (number: number) => boolean;
  readonly costOf: (number: number) => RequestCost;
  /** The log's epoch, for Welcome; undefined while it is not known. */
  readonly epoch: () => string | undefined;
  /** Name and version of this server. */
  readonly server: string;
  /** Called after the answer to attach was written. */
  readonly onAttached: (connection: Connection) => void;
}

/** Requests decoded here. `watchPresence` goes on to the router, but the gateway must know who watches whom. */
const OWN: ReadonlySet<number> = new Set([
  REQUEST_NUMBERS.hello,
  REQUEST_NUMBERS.ping,
  REQUEST_NUMBERS.attach,
  REQUEST_NUMBERS.watchPresence,
]);

const NOT_GREETED = new PosthornError('INVALID', 'say hello first');
const NOT_ATTACHED = new PosthornError('UNAUTHENTICATED', 'attach a session first');

export class Requests {
  readonly #options: RequestsOptions;
  readonly #strangers: Strangers;

  constructor(options: RequestsOptions) {
    this.#options = options;
    this.#strangers = new Strangers(options.clock);
  }

  /** `bytes`: how many the client has sent for it. */
  weigh(number: number, bytes: number): Weight {
    const { slots, bytesPerUnit } = this.#options.costOf(number);
    const units = 1 + Math.floor(bytes / bytesPerUnit);
    return { units, slots: Math.max(slots, units) };
  }

  /** See ProtocolHost.request. */
  async ask(connection: Connection, request: Request): Promise<Reply> {
    const { router, presence } = this.#options;
    const refusal = this.#refusal(connection, REQUEST_NUMBERS[request.case]);
    if (refusal !== undefined) throw refusal;
    switch (request.case) {
      case 'hello':
        return this.#hello(connection, request.value);
      case 'ping':
        return { case: 'done', value: {} };
      case 'attach':
        return this.#attach(connection, request.value.token);
      case 'watchPresence':
        return presence.watch(connection, request.value, () => router.call(connection.caller, request));
      default:
        return router.call(connection.caller, request);
    }
  }

  /** See ProtocolHost.forward. */
  forward(connection: Connection, request: RequestFrame): Promise<Answer> | PosthornError {
    if (OWN.has(request.number)) return this.#answer(connection, request);
    return (
      this.#refusal(connection, request.number) ?? this.#options.router.forward(connection.caller, request)
    );
  }

  /** See ProtocolHost.attachAs. */
  attachAs(connection: Connection, identity: ForeignIdentity): Promise<Reply> {
    connection.hasGreeted = true;
    return this.#attach(connection, identity);
  }

  #answer(connection: Connection, { frame }: RequestFrame): Promise<Answer> {
    const { body } = decodeUntrusted(decodeClientFrame, frame);
    if (body === undefined) throw new PosthornError('INTERNAL', 'the frame holds no request');
    return this.ask(connection, body);
  }

  #refusal({ hasGreeted, caller }: Connection, number: number): PosthornError | undefined {
    if (!hasGreeted && number !== REQUEST_NUMBERS.hello) return NOT_GREETED;
    if (caller.session !== undefined) return undefined;
    if (this.#options.needsLogin(number)) return NOT_ATTACHED;
    // After an outage everybody behind one address may come back at once.
    const isComing = number === REQUEST_NUMBERS.hello || number === REQUEST_NUMBERS.attach;
    return isComing ? undefined : this.#strangers.refusal(caller.address);
  }

  #hello(connection: Connection, { version }: Hello): Reply {
    const { limits, server, clock, epoch: epochNow } = this.#options;
    if (version === 0) {
      const error = new PosthornError(
        'UNSUPPORTED_VERSION',
        `this server speaks version ${PROTOCOL_VERSION}`,
      );
      // The answer is written in the microtasks that follow; end the connection after it.
      clock.afterTurn(() => connection.end(error));
      throw error;
    }
    const epoch = epochNow();
    if (epoch === undefined)
      throw new PosthornError('UNAVAILABLE', 'there is no router now', { retryAfterMs: 500 });
    connection.hasGreeted = true;
    return {
      case: 'welcome',
      value: {
        version: Math.min(version, PROTOCOL_VERSION),
        epoch,
        heartbeatMs: limits.heartbeatMs,
        maxFrameBytes: limits.maxFrameBytes,
        maxInFlight: limits.maxInFlight,
        serverTime: clock.now(),
        server,
      },
    };
  }

  /** Proofs that are no good count too: whoever tries many has to connect anew for each. */
  #refused(connection: Connection, error: unknown): void {
    if (!(error instanceof PosthornError) || error.canRetry) return;
    const refusal = this.#strangers.refusal(connection.caller.address);
    // The answer is written in the microtasks that follow.
    if (refusal !== undefined) this.#options.clock.afterTurn(() => connection.end(refusal));
  }

  async #attach(connection: Connection, proof: Proof): Promise<Reply> {
    const { clock, onAttached } = this.#options;
    const reply = await attach(this.#options, connection, proof).catch((error: unknown) => {
      this.#refused(connection, error);
      throw error;
    });
    // The answer is written in the microtasks that follow.
    clock.afterTurn(() => onAttached(connection));
    return reply;
  }
}
