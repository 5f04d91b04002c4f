/**
 * Slows down password guessing without letting an attacker lock anybody out. Only the pair of an address and a name is
 * refused for a while: never a whole account, and never a whole address, which may be an office. If many addresses
 * guess at one account, or one address guesses at many accounts, answers are only delayed.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';

interface Count {
  count: number;
  /** Monotonic ms of the last failure. From then on the count halves every HALF_LIFE_MS. */
  at: number;
}

interface Registrations {
  count: number;
  /** Monotonic ms. */
  since: number;
}

interface Login {
  readonly nameKey: string;
  /** See network(). */
  readonly place: string;
}

/** Events that routers exchange, so that each counts for the whole cluster. */
export type ThrottleEvent =
  | { readonly case: 'loginFailed'; readonly value: Login }
  | { readonly case: 'loginSucceeded'; readonly value: Login }
  | { readonly case: 'registered'; readonly value: string };

/** Counts halve in this time. */
const HALF_LIFE_MS = 60_000;
/** Failures without consequence, because people mistype. */
const FREE_PER_ADDRESS_AND_NAME = 5;
const FREE_PER_ADDRESS = 20;
const FREE_PER_NAME = 30;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const LONGEST_DELAY_MS = 3000;
/** Added delay for each failure beyond the free ones. */
const DELAY_STEP_MS = 50;
const HOUR_MS = 3_600_000;
/** Bound on each map. Beyond it the oldest entries are dropped. */
const MAX_COUNTS = 50_000;

export class Throttle {
  readonly #clock: Clock;
  readonly #tell: (event: ThrottleEvent) => void;
  readonly #failures = new Map<string, Count>();
  readonly #registrations = new Map<string, Registrations>();

  /** `tell` passes events of this router to the others. */
  constructor(clock: Clock, tell: (event: ThrottleEvent) => void = () => {}) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Handles an event of another router. */
  heard(event: ThrottleEvent): void {
    switch (event.case) {
      case 'loginFailed':
        this.#fail(event.value);
        return;
      case 'loginSucceeded':
        this.#forgive(event.value);
        return;
      case 'registered':
        this.#registration(event.value).count++;
    }
  }

  /**
   * Call it before checking a password. Throws RATE_LIMITED if this address has failed too often for this name.
   * Otherwise resolves, with a delay if there is much guessing.
   */
  async admit(nameKey: string, address: string): Promise<void> {
    const place = network(address);
    this.#refuse(`b ${place} ${nameKey}`, FREE_PER_ADDRESS_AND_NAME);
    const excess = Math.max(
      this.#current(`a ${place}`) - FREE_PER_ADDRESS,
      this.#current(`n ${nameKey}`) - FREE_PER_NAME,
    );
    if (excess <= 0) return;
    const delayMs = Math.min(LONGEST_DELAY_MS, excess * DELAY_STEP_MS);
    await new Promise<void>((resolve) => this.#clock.after(delayMs, resolve));
  }

  failed(nameKey: string, address: string): void {
    const login = { nameKey, place: network(address) };
    this.#fail(login);
    this.#tell({ case: 'loginFailed', value: login });
  }

  succeeded(nameKey: string, address: string): void {
    const login = { nameKey, place: network(address) };
    // Usually there are no failures to clear, here or elsewhere.
    if (this.#forgive(login)) this.#tell({ case: 'loginSucceeded', value: login });
  }

  /** Counts a new account from an address. Throws RATE_LIMITED beyond `maxPerHour`. 0: no limit. */
  register(address: string, maxPerHour: number): void {
    if (maxPerHour === 0) return;
    const place = network(address);
    const now = this.#clock.monotonic();
    const entry = this.#registration(place);
    if (entry.count >= maxPerHour) {
      throw new PosthornError('RATE_LIMITED', 'too many new accounts from your address', {
        retryAfterMs: Math.ceil(entry.since + HOUR_MS - now),
      });
    }
    entry.count++;
    this.#tell({ case: 'registered', value: place });
  }

  #registration(place: string): Registrations {
    const now = this.#clock.monotonic();
    const known = this.#registrations.get(place);
    const entry = known === undefined || now - known.since >= HOUR_MS ? { count: 0, since: now } : known;
    remember(this.#registrations, place, entry);
    return entry;
  }

  #fail({ nameKey, place }: Login): void {
    for (const key of [`a ${place}`, `b ${place} ${nameKey}`, `n ${nameKey}`]) {
      const count = this.#current(key) + 1;
      remember(this.#failures, key, { count, at: this.#clock.monotonic() });
    }
  }

  #forgive({ nameKey, place }: Login): boolean {
    return this.#failures.delete(`b ${place} ${nameKey}`);
  }

  #refuse(key: string, free: number): void {
    const known = this.#failures.get(key);
    const excess = Math.floor(this.#current(key)) - free;
    if (known === undefined || excess < 0) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** excess);
    const leftMs = known.at + waitMs - this.#clock.monotonic();
    if (leftMs > 0) {
      throw new PosthornError('RATE_LIMITED', 'too many wrong passwords; wait a little', {
        retryAfterMs: Math.ceil(leftMs),
      });
    }
  }

  #current(key: string): number {
    const known = this.#failures.get(key);
    if (known === undefined) return 0;
    return known.count * 0.5 ** ((this.#clock.monotonic() - known.at) / HALF_LIFE_MS);
  }
}

/** The network that one person usually controls: an IPv4 address, or the /64 of an IPv6 address. */
function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = ''] = address.split('::');
  const groups = head.split(':');
  return groups.length >= 4 ? groups.slice(0, 4).join(':') : address;
}

function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  if (map.size >= MAX_COUNTS) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
  map.set(key, value);
}
