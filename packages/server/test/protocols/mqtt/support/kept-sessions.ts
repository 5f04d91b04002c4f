import assert from 'node:assert/strict';
import { PosthornError } from '@posthorn/protocol';
import type { Reply, Request } from '@posthorn/protocol';
import type { Clock, Random, Timer } from '../../../../src/clock.ts';
import { takeSession } from '../../../../src/protocols/mqtt/kept-session.ts';
import type { KeptSession, SessionOptions } from '../../../../src/protocols/mqtt/kept-session.ts';

interface Kept {
  owner: string;
  version: number;
  state: Uint8Array;
}

/** A request of a gateway on its way. */
interface Pending {
  readonly carryOut: () => Reply | PosthornError;
  readonly answer: PromiseWithResolvers<Reply>;
}

/** Runs what is due when the test says so. */
export class StepClock implements Clock {
  readonly #timers = new Set<() => void>();

  now(): number {
    return 0;
  }

  monotonic(): number {
    return 0;
  }

  after(_delayMs: number, run: () => void): Timer {
    this.#timers.add(run);
    return { cancel: () => void this.#timers.delete(run) };
  }

  afterTurn(run: () => void): void {
    queueMicrotask(run);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** All timers that there are now. */
  fire(): void {
    const due = [...this.#timers];
    for (const run of due) if (this.#timers.delete(run)) run();
  }
}

/** Different bytes each time, and the same in each run. */
export class CountingRandom implements Random {
  #count = 0;

  bytes(count: number): Uint8Array {
    this.#count++;
    return Uint8Array.from({ length: count }, (_, at) => (at < 4 ? (this.#count >> (8 * at)) & 255 : 0));
  }

  unit(): number {
    return 0.5;
  }
}

/** The router's side of one kept session. Saves wait until the test lets them through, or loses them. */
export class KeptSessions {
  readonly clock = new StepClock();
  readonly #random = new CountingRandom();
  #kept: Kept | undefined;
  #pending: Pending[] = [];

  /** A connection takes the session. */
  async open(more: Partial<SessionOptions> = {}): Promise<KeptSession> {
    let isOpen = false;
    const taking = takeSession({
      node: 'gateway',
      host: {
        request: (request) => this.#request(request),
        tell: (request) => void this.#request(request),
        end: (error) => assert.fail(error),
      },
      clientId: 'sensor',
      clean: false,
      expirySeconds: 60,
      outlivesLogin: false,
      clock: this.clock,
      random: this.#random,
      ...more,
    });
    const opening = taking.then(async (session) => {
      await session.save();
      return session;
    });
    void opening.then(
      () => (isOpen = true),
      () => (isOpen = true),
    );
    while (!isOpen) {
      await settled();
      this.letThrough();
    }
    return opening;
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** The oldest request is carried out and answered. */
  letThrough(): void {
    const next = this.#pending.shift();
    if (next === undefined) return;
    const reply = next.carryOut();
    if (reply instanceof PosthornError) next.answer.reject(reply);
    else next.answer.resolve(reply);
  }

  /** The oldest request is refused for now. */
  refuse(): void {
    this.#pending.shift()?.answer.reject(new PosthornError('UNAVAILABLE', 'for now'));
  }

  /** The gateway dies: of what was on its way, the first so many are carried out, and nothing is answered. */
  cut(carriedOut: number): void {
    for (const { carryOut } of this.#pending.slice(0, carriedOut)) carryOut();
    this.#pending = [];
  }

  #request(request: Request): Promise<Reply> {
    const answer = Promise.withResolvers<Reply>();
    this.#pending.push({ carryOut: () => this.#carryOut(request), answer });
    return answer.promise;
  }

  #carryOut(request: Request): Reply | PosthornError {
    if (request.case === 'takeWireSession') {
      const { owner, discard, expiryS } = request.value;
      if (this.#kept?.owner !== owner)
        this.#kept = {
          owner,
          version: 0,
          state: discard ? new Uint8Array(0) : (this.#kept?.state ?? new Uint8Array(0)),
        };
      const { state } = this.#kept;
      return { case: 'wireSession', value: { found: state.length > 0, state, expiryS } };
    }
    assert.equal(request.case, 'saveWireSession');
    if (request.case !== 'saveWireSession') throw new Error('never');
    const { owner, version, state, expiryS } = request.value;
    if (this.#kept?.owner !== owner) return new PosthornError('CONFLICT', 'taken');
    if (version > this.#kept.version) this.#kept = { owner, version, state: state.slice() };
    return { case: 'wireSession', value: { found: true, expiryS } };
  }
}

/** All callbacks of promises have run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
