/**
 * Lets messages expire that are older than `--retention`, in slices, and leaves the store to others most of the time.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import { optionsOf } from '../../config/option.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { expire, withExpired } from '../../store/log/expire.ts';
import type { Expired } from '../../store/log/expire.ts';
import { RETENTION_OPTIONS } from './options.ts';

/** A message outlives the retention time by at most this part of it, and by at most an hour. */
const LATE_PART = 20;
const LONGEST_INTERVAL_MS = 3_600_000;
/** Conversation ids that are looked at, and messages that expire, in one transaction. */
const SPAN = 1000;
const SLICE = 500;
/** After each transaction, the store is left to others for this many times as long as it took. */
const REST_FACTOR = 10;

/** None: messages are kept for ever. */
export function duties(services: Services): readonly Duty[] {
  const { retention } = optionsOf(services.config.options, RETENTION_OPTIONS);
  if (retention === undefined) return [];
  return [
    {
      name: 'retention',
      intervalMs: Math.min(LONGEST_INTERVAL_MS, retention / LATE_PART),
      run: (mayGoOn) => new Round(services, mayGoOn).expireBefore(earliestNow(services) - retention),
    },
  ];
}

/** By the router's clock that is farthest behind: what a clock in the future would delete is gone for good. */
function earliestNow({ clock, cluster }: Services): number {
  const others = cluster.all().flatMap(({ isRouter, now }) => (isRouter && now > 0 ? [now] : []));
  return Math.min(clock.now(), ...others);
}

class Round {
  readonly #services: Services;
  readonly #mayGoOn: () => Promise<boolean>;

  constructor(services: Services, mayGoOn: () => Promise<boolean>) {
    this.#services = services;
    this.#mayGoOn = mayGoOn;
  }

  /** `before`: Unix ms. */
  async expireBefore(before: number): Promise<void> {
    const { store, logger, personalData } = this.#services;
    let count = 0;
    for (let next: number | undefined = 0; next !== undefined && (await this.#mayGoOn());) {
      const from: number = next;
      const found: Expired = await this.#gently(() => store.run(withExpired, from, SPAN, before));
      for (const conversation of found.conversations) count += await this.#expireIn(conversation, before);
      next = found.through;
    }
    for (const { expire: expireMore } of personalData()) {
      let isLeft = expireMore !== undefined;
      while (isLeft && (await this.#mayGoOn())) {
        isLeft = await this.#gently(async () => (await expireMore?.(before)) === true);
      }
    }
    if (count > 0) logger.info({ count, before }, 'messages have expired');
  }

  async #expireIn(conversation: number, before: number): Promise<number> {
    const { store } = this.#services;
    let count = 0;
    for (let expired = SLICE; expired === SLICE && (await this.#mayGoOn());) {
      expired = await this.#gently(() => store.run(expire, conversation, before, SLICE));
      count += expired;
    }
    return count;
  }

  async #gently<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#services;
    const start = clock.monotonic();
    const result = await work();
    await pause(clock, (clock.monotonic() - start) * REST_FACTOR);
    return result;
  }
}
