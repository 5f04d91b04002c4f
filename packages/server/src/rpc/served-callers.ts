/**
 * The callers behind one link of a gateway. A router does not take a gateway's word for who calls: the gateway proves it by
 * what the client has logged in with, and the session is read from the store, once for each arrival (ADR 16).
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { SessionLost } from '../cluster/session-lost.ts';
import type { Arrival } from '../generated/bus.ts';
import { fromArrivalProof, fromSessionInfo } from './call-codec.ts';
import type { Caller, CallerSession, ServableRouter } from '../router/router.ts';

export interface ServedCallersOptions {
  readonly router: Pick<ServableRouter, 'identify'>;
  readonly clock: Clock;
  /** The gateway's id. */
  readonly from: string;
  /** Whether a gateway proves sessions; one of the previous version does not. Undefined: it has not announced itself yet. */
  readonly provesSessions: (gateway: string) => boolean | undefined;
  /** Begins a sequence of sends; see Caller. */
  readonly newSequence: () => number;
}

interface Arrived {
  readonly caller: Caller | Promise<Caller>;
  readonly sequence: number;
}

/** Pause between attempts while the store is away, or the gateway is unknown. */
const RETRY_MS = 200;
/** A gateway may open a link before its announcement has arrived; they come twice a second. */
const ANNOUNCED_WITHIN_MS = 2000;

const UNPROVEN = new PosthornError('UNAUTHENTICATED', 'the gateway does not prove this session');
const GONE = new PosthornError('UNAVAILABLE', 'the connection is gone');

export class ServedCallers {
  readonly #options: ServedCallersOptions;
  /** By connection. */
  readonly #callers = new Map<number, Arrived>();

  constructor(options: ServedCallersOptions) {
    this.#options = options;
  }

  /** Those of all connections with a login. */
  sequences(): readonly number[] {
    return Array.from(this.#callers.values(), ({ sequence }) => sequence);
  }

  /** From here on the connection's calls belong to this session, if it is one. */
  arrived(connection: number, arrival: Arrival): void {
    const sequence = this.#callers.get(connection)?.sequence ?? this.#options.newSequence();
    const isWanted = (): boolean => this.get(connection) === reading;
    const reading = this.#read({ connection, sequence }, arrival, isWanted);
    this.#callers.set(connection, { caller: reading, sequence });
    // Before the calls that wait, and so before any that comes later: none overtakes them. They hear of a refusal.
    reading.then(
      (caller) => {
        if (isWanted()) this.#callers.set(connection, { caller, sequence });
      },
      () => {},
    );
  }

  /**
   * Undefined: nobody with a login. A promise: the session is being read, or was refused. Those who wait for it continue
   * in the order in which they came (promise 4).
   */
  get(connection: number): Caller | Promise<Caller> | undefined {
    return this.#callers.get(connection)?.caller;
  }

  /** The sequence of a connection's sends since it has arrived; 0 if it has no login. */
  sequenceOf(connection: number): number {
    return this.#callers.get(connection)?.sequence ?? 0;
  }

  delete(connection: number): void {
    this.#callers.delete(connection);
  }

  /** What still waits is refused. */
  clear(): void {
    this.#callers.clear();
  }

  /**
   * Rejects with SessionLost. A refusal that may pass is tried again while the calls wait: if they were refused here, they
   * would not be held, and later ones would overtake them. The gateway bounds how many wait and how long.
   */
  async #read(
    place: Pick<Caller, 'connection' | 'sequence'>,
    arrival: Arrival,
    isWanted: () => boolean,
  ): Promise<Caller> {
    const { clock } = this.#options;
    const since = clock.monotonic();
    for (;;) {
      try {
        const session = await this.#sessionOf(arrival, clock.monotonic() - since);
        return { ...place, address: arrival.address, session };
      } catch (error) {
        const coded = toPosthornError(error);
        if (!coded.canRetry) throw new SessionLost(coded);
      }
      await pause(clock, RETRY_MS);
      if (!isWanted()) throw GONE;
    }
  }

  async #sessionOf({ proof, session }: Arrival, waitedMs: number): Promise<CallerSession> {
    const { router, from, provesSessions } = this.#options;
    if (proof !== undefined) return router.identify(fromArrivalProof(proof));
    const proves = provesSessions(from);
    if (proves === undefined && waitedMs < ANNOUNCED_WITHIN_MS)
      throw new PosthornError('UNAVAILABLE', 'the gateway has not announced itself');
    if (proves !== false) throw UNPROVEN;
    return fromSessionInfo(session);
  }
}
