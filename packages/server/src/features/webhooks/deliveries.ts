/**
 * Delivers what waits, conversations side by side. All that is known of it lies in the store, so it survives any router: whoever
 * dies in between leaves it to the next, and a receiver may get something twice, under one id.
 *
 * @module
 */
import type { Timer } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { dueDead, takeDead } from './dead-queries.ts';
import { deliverLetter } from './dead-turn.ts';
import { dueLanes, probeLane, TAKEN_MS, takeLanes } from './lane-queries.ts';
import { MAX_FAILURES, settle } from './outcome-queries.ts';
import { WebhookMetrics } from './metrics.ts';
import { tellOff } from './notes.ts';
import { Pace } from './pace.ts';
import { hand } from './receiver.ts';
import { RECEIVERS } from './receivers.ts';
import type { Health, WebhookRecord } from './records.ts';
import { OpenedValues } from './sealed-values.ts';
import { Turn } from './turn.ts';
import type { Taken, TurnParts } from './turn.ts';
import { allWebhooks } from './webhook-queries.ts';

/** Conversations that are delivered side by side, to one receiver and to all. */
const MOST_OF_ONE = 16;
const MOST = 128;
/** So many of one moment are taken together. */
const GATHER_MS = 10;
/** What is under way does not hold up a router that goes down for longer. */
const CLOSING_MS = 2000;

export class Deliveries {
  readonly #services: Services;
  readonly #parts: TurnParts;
  readonly #closing = new AbortController();
  /** What is under way, by webhook and what it is about. */
  readonly #running = new Map<number, Map<string, Promise<void>>>();
  #looking: Promise<void> | undefined;
  #isWanted = false;
  #isClosing = false;
  #timer: Timer | undefined;

  readonly metrics: WebhookMetrics;
  readonly #pace: Pace;

  constructor(services: Services, outgoing: Pick<Outgoing, 'post'>) {
    this.#services = services;
    this.#pace = new Pace(services.clock);
    this.metrics = new WebhookMetrics(services.registry, services.clock);
    const { store, clock, random, contents, sealer } = services;
    const opened = new OpenedValues(sealer);
    this.#parts = {
      store,
      clock,
      random,
      contents,
      isBusy: () => this.#pace.isBusy,
      isClosing: () => this.#isClosing,
      hand: async (webhook, body, signal) => {
        await this.#pace.turn();
        const answer = await hand({ outgoing, clock, opened }, webhook, body, signal);
        this.metrics.attempted(webhook.id, answer.type);
        return answer;
      },
    };
  }

  /** Something may be due. */
  wake(): void {
    if (this.#isClosing) return;
    this.#timer ??= this.#services.clock.after(GATHER_MS, () => {
      this.#timer = undefined;
      // Not awaited: it logs its own failure, and the next look tries again.
      void this.begin();
    });
  }

  /** Begins what is due. Resolves when it has been taken. Never rejects. */
  async begin(): Promise<void> {
    if (this.#looking !== undefined) {
      this.#isWanted = true;
      return this.#looking;
    }
    this.#looking = this.#lookAll();
    await this.#looking;
    this.#looking = undefined;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.wake();
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    for (let left = this.#promises(); left.length > 0; left = this.#promises()) await Promise.all(left);
  }

  /** Finishes what is under way, if that takes a moment only, and leaves the rest to others. */
  async close(): Promise<void> {
    const timer = this.#services.clock.after(CLOSING_MS, () => this.#stop());
    this.#timer?.cancel();
    this.#isClosing = true;
    await this.#looking;
    await this.idle();
    timer.cancel();
    this.#stop();
  }

  #stop(): void {
    this.#closing.abort(new Error('the router is closing'));
  }

  #promises(): readonly Promise<void>[] {
    return [...this.#running.values()].flatMap((each) => [...each.values()]);
  }

  async #lookAll(): Promise<void> {
    const { store, logger } = this.#services;
    try {
      for (const webhook of await store.run(allWebhooks)) {
        if (!this.#isClosing) await this.#look(webhook);
      }
    } catch (error) {
      logger.warn(failureFields(fromStoreError(error)), 'webhooks could not be looked at; it is tried again');
    }
  }

  async #look(webhook: WebhookRecord): Promise<void> {
    const { store, clock } = this.#services;
    const { id, paused, offSince, health } = webhook;
    const now = clock.now();
    if (paused || offSince > 0 || rests(health, now)) return;
    const running = this.#running.get(id)?.size ?? 0;
    const isProbe = health.failures >= MAX_FAILURES;
    const room = Math.min(isProbe ? 1 - running : MOST_OF_ONE - running, MOST - this.#promises().length);
    if (room <= 0) return;
    const found = isProbe ? await store.run(probeLane, id, now) : await store.run(dueLanes, id, now, room);
    if (!isProbe && found.length < room) await this.#lookForLetters(webhook, room - found.length);
    if (found.length === 0) return;
    const until = clock.now() + TAKEN_MS;
    const lanes = await store.run(takeLanes, id, found, clock.now(), until);
    for (const lane of lanes)
      this.#start(id, `${lane.conversation}`, () => this.#deliver({ webhook, lane, until }));
  }

  async #lookForLetters(webhook: WebhookRecord, room: number): Promise<void> {
    const { store, clock } = this.#services;
    const found = await store.run(dueDead, webhook.id, clock.now(), room);
    if (found.length === 0) return;
    const until = clock.now() + TAKEN_MS;
    const letters = await store.run(takeDead, webhook.id, found, clock.now(), until);
    for (const letter of letters) {
      const deliver = (): Promise<void> =>
        deliverLetter(this.#parts, { webhook, letter, until }, this.#closing.signal);
      this.#start(webhook.id, `dead ${letter.position}`, deliver);
    }
  }

  #start(webhook: number, key: string, work: () => Promise<void>): void {
    const own = this.#running.get(webhook) ?? new Map<string, Promise<void>>();
    this.#running.set(webhook, own);
    const running = this.#carryOut(webhook, work).finally(() => {
      own.delete(key);
      if (own.size === 0) this.#running.delete(webhook);
      // More may wait, there or elsewhere.
      this.wake();
    });
    own.set(key, running);
  }

  /** Never rejects. */
  async #carryOut(webhook: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      // Others take it a while later.
      const fields = { webhook, ...failureFields(fromStoreError(error)) };
      this.#services.logger.warn(fields, 'a delivery could not be noted; it is tried again');
    }
  }

  async #deliver(taken: Taken): Promise<void> {
    const { store, clock } = this.#services;
    const outcome = await new Turn(this.#parts, taken).run(this.#closing.signal);
    const isOff = await store.run(settle, outcome, clock.now());
    const trouble = outcome.verdict?.type === 'off' ? outcome.verdict.trouble : '';
    if (isOff) await tellOff(this.#services, taken.webhook, trouble);
  }
}

/** Whether a receiver is left alone now. If the clock was set back, no longer than it was meant to be. */
function rests({ restsUntil, restMs }: Health, now: number): boolean {
  return restsUntil > now && restsUntil <= now + restMs;
}

export const DELIVERIES: RouterState<Deliveries> = {
  name: 'deliveries of webhooks',
  open: (services) => new Deliveries(services, services.state(RECEIVERS)),
  close: (deliveries) => deliveries.close(),
};
