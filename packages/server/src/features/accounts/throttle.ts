/**
 * Slows down password guessing without letting an attacker lock anybody out. Only the pair of a network and a name is
 * refused for a while: never a whole account, and never a whole network, which may be an office. A device that has
 * logged in before is not refused for what strangers do beside it. If many networks guess at one account, or one network
 * guesses at many accounts, answers are only delayed.
 *
 * Attempts count from their admission: as many run at once as may still fail, the others wait for their outcome. The
 * routers of a cluster share that number, because a failure is known to the others only afterwards.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { hash } from 'node:crypto';
import { pause } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import { networksOf, WIDE_FACTOR } from '../../networks.ts';
import type { Networks } from '../../networks.ts';
import { Attempts } from './attempts.ts';
import type { Gate } from './attempts.ts';
import { FadingCounts, remember } from './fading-counts.ts';

interface Registrations {
  count: number;
  /** Monotonic ms. */
  since: number;
}

interface Login {
  readonly nameKey: string;
  /** See Networks.near. */
  readonly place: string;
}

export interface LoginAttempt {
  readonly nameKey: string;
  readonly address: string;
  /** Whether this device has logged in to this account before. Asked only if the attempt would be slowed. */
  isKnownDevice(): Promise<boolean>;
  /** Identifies the device among those of the account. */
  readonly device: string;
}

/** Events that routers exchange, so that each counts for the whole cluster. */
export type ThrottleEvent =
  | { readonly case: 'loginFailed'; readonly value: Login }
  | { readonly case: 'loginSucceeded'; readonly value: Login }
  | { readonly case: 'registered'; readonly value: string };

/** Failures without consequence, because people mistype. */
const FREE_PER_PAIR = 5;
const FREE_PER_NETWORK = 20;
const FREE_PER_NAME = 30;
const LONGEST_DELAY_MS = 3000;
/** Added delay for each failure beyond the free ones. */
const DELAY_STEP_MS = 50;
const HOUR_MS = 3_600_000;

export class Throttle {
  readonly #clock: Clock;
  readonly #tell: (event: ThrottleEvent) => void;
  readonly #failures: FadingCounts;
  readonly #attempts: Attempts;
  readonly #registrations = new Map<string, Registrations>();

  /** `tell` passes events of this router to the others; `routers` counts all of them. */
  constructor(
    clock: Clock,
    tell: (event: ThrottleEvent) => void = () => {},
    routers: () => number = () => 1,
  ) {
    this.#clock = clock;
    this.#tell = tell;
    this.#failures = new FadingCounts(clock);
    this.#attempts = new Attempts(clock, this.#failures, routers);
  }

  /** Handles an event of another router. */
  heard(event: ThrottleEvent): void {
    switch (event.case) {
      case 'loginFailed':
        this.#fail(event.value.nameKey, placeOf(event.value.place));
        return;
      case 'loginSucceeded':
        this.#forgive(event.value.nameKey, placeOf(event.value.place));
        return;
      case 'registered':
        for (const { place } of scopes(placeOf(event.value))) this.#registration(place).count++;
    }
  }

  /**
   * Checks a password by `check` and counts a failure; returns the outcome. Throws RATE_LIMITED without checking if this
   * network has failed too often for this name. Waits if there is much guessing.
   */
  async login(attempt: LoginAttempt, check: () => Promise<boolean>): Promise<boolean> {
    const { nameKey, address } = attempt;
    const networks = networksOf(address);
    const gates = pairGates(nameKey, networks);
    const isSlowed =
      this.#delay(nameKey, networks) > 0 || gates.some((gate) => this.#attempts.wouldHold(gate));
    if (isSlowed && (await attempt.isKnownDevice())) {
      return this.#guarded(keyOf('device', nameKey, attempt.device), check);
    }
    return this.#attempts.run(gates, async () => {
      const delayMs = this.#delay(nameKey, networks);
      if (delayMs > 0) await pause(this.#clock, delayMs);
      const fits = await check();
      const login = { nameKey, place: networks.near };
      if (!fits) {
        this.#fail(nameKey, networks);
        this.#tell({ case: 'loginFailed', value: login });
      } else if (this.#forgive(nameKey, networks)) {
        // Usually there are no failures to clear, here or elsewhere.
        this.#tell({ case: 'loginSucceeded', value: login });
      }
      return fits;
    });
  }

  /** Like login(), for somebody who is logged in and gives the password again. Strangers have no influence on it. */
  confirm(user: number, check: () => Promise<boolean>): Promise<boolean> {
    return this.#guarded(keyOf('own', String(user)), check);
  }

  /** Failures count at this key alone. */
  #guarded(key: string, check: () => Promise<boolean>): Promise<boolean> {
    return this.#attempts.run([{ key, free: FREE_PER_PAIR }], async () => {
      const fits = await check();
      if (fits) this.#failures.forget(key);
      else this.#failures.add(key);
      return fits;
    });
  }

  /** Counts a new account from an address. Throws RATE_LIMITED beyond `maxPerHour`. 0: no limit. */
  register(address: string, maxPerHour: number): void {
    if (maxPerHour === 0) return;
    const networks = networksOf(address);
    const now = this.#clock.monotonic();
    const entries = scopes(networks).map(({ place, factor }) => ({
      entry: this.#registration(place),
      max: maxPerHour * factor,
    }));
    for (const { entry, max } of entries) {
      if (entry.count < max) continue;
      throw new PosthornError('RATE_LIMITED', 'too many new accounts from your address', {
        retryAfterMs: Math.ceil(entry.since + HOUR_MS - now),
      });
    }
    for (const { entry } of entries) entry.count++;
    this.#tell({ case: 'registered', value: networks.near });
  }

  #registration(place: string): Registrations {
    const now = this.#clock.monotonic();
    const known = this.#registrations.get(place);
    const entry = known === undefined || now - known.since >= HOUR_MS ? { count: 0, since: now } : known;
    remember(this.#registrations, place, entry);
    return entry;
  }

  /** By how much an attempt is delayed, in ms. */
  #delay(nameKey: string, networks: Networks): number {
    const excesses = scopes(networks).map(
      ({ place, factor }) => this.#failures.current(keyOf('network', place)) - FREE_PER_NETWORK * factor,
    );
    const excess = Math.max(...excesses, this.#failures.current(keyOf('name', nameKey)) - FREE_PER_NAME);
    return excess <= 0 ? 0 : Math.min(LONGEST_DELAY_MS, excess * DELAY_STEP_MS);
  }

  #fail(nameKey: string, networks: Networks): void {
    for (const { key } of pairGates(nameKey, networks)) this.#failures.add(key);
    for (const { place } of scopes(networks)) this.#failures.add(keyOf('network', place));
    this.#failures.add(keyOf('name', nameKey));
  }

  /** Whether there was something to forgive. */
  #forgive(nameKey: string, networks: Networks): boolean {
    return this.#failures.forget(keyOf('pair', networks.near, nameKey));
  }
}

/** The narrower one first. */
function pairGates(nameKey: string, networks: Networks): readonly Gate[] {
  return scopes(networks).map(({ place, factor }) => ({
    key: keyOf('pair', place, nameKey),
    free: FREE_PER_PAIR * factor,
  }));
}

function scopes({ near, wide }: Networks): readonly { readonly place: string; readonly factor: number }[] {
  const narrow = { place: near, factor: 1 };
  return wide === undefined ? [narrow] : [narrow, { place: wide, factor: WIDE_FACTOR }];
}

/** The networks of a place that another router names: the first four groups of an IPv6 address, or all of IPv4. */
function placeOf(place: string): Networks {
  return networksOf(/^[\da-f]+(:[\da-f]+){3}$/i.test(place) ? `${place}::` : place);
}

/** Of a fixed length, because names come from strangers and stay in memory for a while. */
function keyOf(kind: string, ...parts: readonly string[]): string {
  return hash('sha256', [kind, ...parts].join('\n'), 'base64url');
}
