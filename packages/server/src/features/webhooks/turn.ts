/**
 * One turn of a lane: delivers what waits in one conversation, one request after the other, until it fails or the time is up.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import { batch, single } from './body.ts';
import type { Body, ToldEvent } from './body.ts';
import { eventsOf } from './event-queries.ts';
import type { LaneProgress } from './lane-queries.ts';
import type { Outcome, Verdict } from './outcome-queries.ts';
import { TIMEOUT_MS } from './receiver.ts';
import type { Answer } from './receiver.ts';
import type { Attempt, DeadLetter, Lane, StoredEvent, WebhookRecord } from './records.ts';
import { GIVE_UP_MS, LEAST_TRIES, restsAfter, retryMs } from './schedule.ts';
import { covers, matches } from './selection.ts';
import { told } from './telling.ts';
import type { TellingParts } from './telling.ts';

/** Events that are read at once: twice as many each time, since a turn may end after a few. */
const PAGE = { first: 8, most: 50 } as const;
/**
 * What was delivered is written after so long, so that a crash repeats little. While the process is busy it repeats more: each
 * write is a commit that what is sent has to wait for.
 */
const TURN_MS = { usual: 2000, busy: 8000 } as const;

export interface TurnParts extends TellingParts {
  readonly clock: Clock;
  readonly random: Random;
  /** The process has no time to spare. */
  readonly isBusy: () => boolean;
  /** No further request is to be begun. */
  readonly isClosing: () => boolean;
  /** Rejects only when `signal` aborts. */
  readonly hand: (webhook: WebhookRecord, body: Body, signal: AbortSignal) => Promise<Answer>;
}

export interface Taken {
  readonly webhook: WebhookRecord;
  readonly lane: Lane;
  /** Until when nobody else takes it (Unix ms). */
  readonly until: number;
}

export class Turn {
  readonly #parts: TurnParts;
  readonly #taken: Taken;
  readonly #attempts: Attempt[] = [];
  readonly #dead: DeadLetter[] = [];
  readonly #endsAt: number;
  #done: number;
  #page: number;
  #tries: number;
  #failingSince: number;
  #waitMs = 0;
  #verdict: Verdict | undefined;

  constructor(parts: TurnParts, taken: Taken) {
    this.#parts = parts;
    this.#taken = taken;
    const { done, tries, failingSince } = taken.lane;
    this.#done = done;
    this.#tries = tries;
    this.#failingSince = failingSince;
    this.#page = Math.max(PAGE.first, taken.webhook.batch);
    this.#endsAt = parts.clock.now() + (parts.isBusy() ? TURN_MS.busy : TURN_MS.usual);
  }

  /** Resolves with what came of it, also when `signal` aborts. Rejects with a StoreError. */
  async run(signal: AbortSignal): Promise<Outcome> {
    const { wanted } = this.#taken.lane;
    let mayGoOn = true;
    while (mayGoOn && this.#done < wanted && !this.#isOver(signal)) mayGoOn = await this.#deliverPage(signal);
    return this.#outcome();
  }

  #outcome(): Outcome {
    const { lane, until, webhook } = this.#taken;
    const progress: LaneProgress = {
      lane,
      until,
      done: this.#done,
      tries: this.#tries,
      failingSince: this.#failingSince,
      waitMs: this.#waitMs,
    };
    return {
      webhook: webhook.id,
      progress,
      attempts: this.#attempts,
      dead: this.#dead,
      verdict: this.#verdict,
    };
  }

  /** No request may be under way when somebody else takes the lane. */
  #isOver(signal: AbortSignal): boolean {
    const now = this.#parts.clock.now();
    return (
      signal.aborted ||
      this.#parts.isClosing() ||
      now >= this.#endsAt ||
      now + TIMEOUT_MS >= this.#taken.until
    );
  }

  /** Whether to go on with the next one. */
  async #deliverPage(signal: AbortSignal): Promise<boolean> {
    const { store } = this.#parts;
    const { conversation, wanted } = this.#taken.lane;
    const limit = Math.min(this.#page, PAGE.most);
    this.#page = limit * 2;
    const events = await store.run(eventsOf, conversation, this.#done, wanted, limit);
    const last = events.at(-1);
    if (last === undefined) {
      // What there was has been forgotten by now.
      this.#done = wanted;
      return false;
    }
    for (const body of this.#bodiesOf(await this.#wanted(events))) {
      if (this.#isOver(signal) || !(await this.#deliver(body, signal))) return false;
    }
    this.#done = last.position;
    return true;
  }

  async #wanted(events: readonly StoredEvent[]): Promise<readonly ToldEvent[]> {
    const { webhook } = this.#taken;
    return (await told(this.#parts, events)).filter(
      ({ conversation, conversationKind, type }) =>
        covers(webhook, conversation, conversationKind) && matches(webhook.events, type),
    );
  }

  /** Each is built when its turn comes. */
  *#bodiesOf(events: readonly ToldEvent[]): Generator<Body> {
    const { batch: most } = this.#taken.webhook;
    if (most <= 1) for (const event of events) yield single(event);
    else for (let at = 0; at < events.length; at += most) yield batch(events.slice(at, at + most));
  }

  /** Whether it was taken. */
  async #deliver(body: Body, signal: AbortSignal): Promise<boolean> {
    const { clock, hand } = this.#parts;
    const startedAt = clock.now();
    const started = clock.monotonic();
    let answer: Answer;
    try {
      answer = await hand(this.#taken.webhook, body, signal);
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
    this.#tries++;
    const { status, trouble } = answer;
    const tookMs = Math.round(clock.monotonic() - started);
    this.#attempts.push(this.#attemptOf(body, { startedAt, tookMs, status, trouble }));
    if (answer.type === 'taken') this.#succeed(body);
    else this.#fail(body, answer, startedAt);
    return answer.type === 'taken';
  }

  #attemptOf(
    { events }: Body,
    { startedAt, ...rest }: Pick<Attempt, 'tookMs' | 'status' | 'trouble'> & { readonly startedAt: number },
  ): Attempt {
    const { webhook, lane } = this.#taken;
    const last = events.at(-1);
    return {
      webhook: webhook.id,
      conversation: lane.conversation,
      position: last?.position ?? 0,
      seq: last?.seq ?? 0,
      events: events.length,
      time: startedAt,
      tries: this.#tries,
      ...rest,
    };
  }

  #succeed({ events }: Body): void {
    this.#done = events.at(-1)?.position ?? this.#done;
    this.#tries = 0;
    this.#failingSince = 0;
    this.#verdict = { type: 'works' };
  }

  #fail(body: Body, answer: Answer, startedAt: number): void {
    const { clock, random } = this.#parts;
    const { trouble, askedMs } = answer;
    const now = clock.now();
    this.#failingSince ||= startedAt;
    if (answer.type === 'gone') {
      this.#verdict = { type: 'off', trouble };
      return;
    }
    const rests = restsAfter(askedMs, random);
    this.#verdict = { type: 'fails', startedAt, trouble, rests };
    this.#waitMs = Math.max(retryMs(this.#tries, random), rests.askedMs);
    // By number too: a clock that jumps does not end anything.
    if (this.#tries >= LEAST_TRIES && now - this.#failingSince >= GIVE_UP_MS) this.#giveUp(body, answer);
  }

  /** What alone is refused becomes a dead letter. What a receiver that takes nothing would get waits until it is turned on. */
  #giveUp({ events }: Body, { status, trouble }: Answer): void {
    const { webhook, lane } = this.#taken;
    const time = this.#parts.clock.now();
    if (webhook.health.succeededAt < this.#failingSince) {
      this.#verdict = { type: 'off', trouble: `nothing was delivered for days; the last time, ${trouble}` };
      return;
    }
    for (const { position, seq } of events) {
      const place = { position, seq, conversation: lane.conversation };
      this.#dead.push({ webhook: webhook.id, ...place, time, status, trouble, tries: this.#tries });
    }
    this.#done = events.at(-1)?.position ?? this.#done;
    this.#tries = 0;
    this.#failingSince = 0;
    this.#waitMs = 0;
  }
}
