/**
 * Counts what nodes of the version before write. Reading is right without it, but looks at each of those messages.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { behind, behindSince, recount } from '../../store/log/recount.ts';

const INTERVAL_MS = 60_000;
/** How far the clocks of two routers may be apart. */
const MARGIN_MS = 600_000;
/** Conversation ids that are looked at, and messages that are counted, in one transaction. */
const SPAN = 1000;
const SLICE = 500;
/** After each transaction, the store is left to others for this many times as long as it took. */
const REST_FACTOR = 3;

export function duties(services: Services): readonly Duty[] {
  const recounting = new Recounting(services);
  return [{ name: 'recount', intervalMs: INTERVAL_MS, run: (mayGoOn) => recounting.round(mayGoOn) }];
}

type MayGoOn = () => Promise<boolean>;

class Recounting {
  readonly #services: Services;
  /** Whatever has not changed since then (Unix ms) is counted. 0: that is not known. */
  #since = 0;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Looks at all conversations the first time, then at those that have changed. */
  async round(mayGoOn: MayGoOn): Promise<void> {
    const start = this.#services.clock.now();
    const isDone = this.#since === 0 ? await this.#all(mayGoOn) : await this.#changed(mayGoOn);
    if (isDone) this.#since = start - MARGIN_MS;
  }

  async #all(mayGoOn: MayGoOn): Promise<boolean> {
    for (let next: number | undefined = 0; next !== undefined;) {
      if (!(await mayGoOn())) return false;
      const from: number = next;
      const found = await this.#gently(() => this.#services.store.run(behind, from, SPAN));
      if (!(await this.#count(found.conversations, mayGoOn))) return false;
      next = found.through;
    }
    return true;
  }

  async #changed(mayGoOn: MayGoOn): Promise<boolean> {
    const { store } = this.#services;
    for (let after = 0; ;) {
      if (!(await mayGoOn())) return false;
      const from = after;
      const found = await this.#gently(() => store.run(behindSince, this.#since, from, SPAN));
      if (!(await this.#count(found, mayGoOn))) return false;
      if (found.length < SPAN) return true;
      after = found.at(-1) ?? after;
    }
  }

  async #count(conversations: readonly number[], mayGoOn: MayGoOn): Promise<boolean> {
    const { store, contents } = this.#services;
    for (const conversation of conversations) {
      for (let isLeft = true; isLeft;) {
        if (!(await mayGoOn())) return false;
        isLeft = await this.#gently(() => store.run(recount, conversation, SLICE, contents.uncounted));
      }
    }
    return true;
  }

  async #gently<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#services;
    const start = clock.monotonic();
    const result = await work();
    await pause(clock, (clock.monotonic() - start) * REST_FACTOR);
    return result;
  }
}
