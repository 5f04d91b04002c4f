/**
 * Everything that enters a log passes through this queue, in the order of the calls (promise 4). While one batch
 * commits, the next one collects: the busier the server, the larger the batches. A lone message commits at once.
 *
 * @module
 */
import { decodeContent, decodeState, encodeContent } from '@posthorn/protocol';
import type { PosthornError } from '@posthorn/protocol';
import type { AppendOutcome, LogStore } from '../store/log/log.ts';
import { alter, askAbout } from './asking.ts';
import { Authoriser } from './authoriser.ts';
import type { AuthoriserOptions } from './authoriser.ts';
import type { BeforeSend } from './before.ts';
import { DrainRate } from './drain-rate.ts';
import { HeldSends } from './held-sends.ts';
import { HELD, OVERLOADED, rejected, TOO_MANY_HELD } from './refusals.ts';
import { NoteRate, TOO_MANY_NOTES } from './note-rate.ts';
import type { Destination, SendPosition } from './held-sends.ts';
import type { Publisher } from './publish.ts';
import type { RouterMetrics } from '../router/metrics.ts';
import { StoreError } from '../store/store.ts';
import { fromStoreError, whyNotWritten } from './store-errors.ts';
import type { Submission } from './submission.ts';
import { FRESH } from './waiting.ts';
import type { Authorised, Committed, Offending, Waiting } from './waiting.ts';
import { WaitingLine } from './waiting-line.ts';

export interface AppendQueueOptions extends AuthoriserOptions {
  readonly log: LogStore;
  readonly publish: Publisher;
  readonly metrics: RouterMetrics;
  /** Who is asked before. Undefined: nobody is. */
  readonly before?: BeforeSend | undefined;
  /** Maximum waiting submissions, to bound memory. Beyond it: OVERLOADED. */
  readonly maxQueued: number;
  /** The same for the bytes of their content. */
  readonly maxQueuedBytes: number;
  /** Maximum estimated waiting time. Beyond it: OVERLOADED. */
  readonly maxWaitMs: number;
  readonly maxBatch: number;
  /** A batch takes no more once it has so many bytes of content. */
  readonly maxBatchBytes: number;
}

type Repeated = Extract<AppendOutcome, { readonly status: 'repeated' }>;

/** Of a batch, what one sender may have before others have their turn. */
const TURN_SHARE = { count: 1 / 250, bytes: 1 / 16 } as const;

export class AppendQueue {
  readonly #options: AppendQueueOptions;
  readonly #queue: WaitingLine<Waiting>;
  #isRunning = false;
  #idle: Promise<void> = Promise.resolve();
  readonly #readings = new Set<Promise<void>>();
  readonly #held = new HeldSends();
  readonly #authoriser: Authoriser;
  readonly #drainRate: DrainRate;
  readonly #noteRate: NoteRate;
  #lastSequence = 0;
  /** Sequences that ended while a batch was written. */
  readonly #departed = new Set<number>();

  constructor(options: AppendQueueOptions) {
    this.#options = options;
    const { maxBatch, maxBatchBytes } = options;
    const turn = { count: Math.ceil(maxBatch * TURN_SHARE.count), bytes: maxBatchBytes * TURN_SHARE.bytes };
    this.#queue = new WaitingLine(turn);
    this.#drainRate = new DrainRate(maxBatch);
    this.#noteRate = new NoteRate(options.clock);
    this.#authoriser = new Authoriser(options, this.#held);
  }

  /**
   * Resolves when the message is committed (promise 1). Rejects with a PosthornError, whose code says whether to retry.
   */
  submit(submission: Submission): Promise<Committed> {
    const refusal = this.refusal(submission, submission);
    return refusal === undefined ? this.take(submission) : rejected(refusal);
  }

  /**
   * Decides whether to refuse a send at once, before it costs anything. Returns the error and records the refusal.
   * Undefined: call {@link take} in the same turn.
   */
  refusal(
    send: SendPosition & Pick<Submission, 'sender'>,
    destination: Destination,
  ): PosthornError | undefined {
    if (!this.#held.admit(send, destination)) return this.#remembered(send, destination, HELD);
    const { length, bytes } = this.#queue;
    const { maxQueued, maxQueuedBytes, maxWaitMs } = this.#options;
    const isTooMuch = length >= maxQueued || bytes >= maxQueuedBytes;
    const isFull = isTooMuch || this.#drainRate.waitMs(this.#queue.lengthBefore(send.sender)) > maxWaitMs;
    return isFull ? this.#remembered(send, destination, OVERLOADED) : undefined;
  }

  /** Like {@link submit}, for a send that {@link refusal} did not refuse. */
  take(submission: Submission): Promise<Committed> {
    const { conversation, peer } = submission;
    const content = encodeContent(submission.content);
    this.#held.take(submission, submission);
    return new Promise((resolve, reject) => {
      const isToAsk = this.#options.before?.asks(submission) ?? false;
      this.#queue.add({ ...FRESH, submission, content, isToAsk, conversation, peer, resolve, reject });
      this.#start();
    });
  }

  /** Number of waiting submissions. */
  get depth(): number {
    return this.#queue.length;
  }

  /** A sequence for sends that have no connection, or one in another process. Negative, unlike the ids of connections. */
  newSequence(): number {
    return (this.#lastSequence -= 1);
  }

  /** Call it when a sequence of sends has ended. Forgets its refused ones, once its submissions are settled (promise 4). */
  ended(sequence: number): void {
    if (this.#isRunning || this.#queue.length > 0) this.#departed.add(sequence);
    else this.#held.forget(sequence);
  }

  /** Resolves when all earlier submissions are settled. */
  async drain(): Promise<void> {
    do await Promise.all([this.#idle, ...this.#readings]);
    while (this.#isRunning || this.#queue.length > 0);
  }

  #start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#idle = this.#run();
  }

  async #run(): Promise<void> {
    // Includes everything submitted in this turn of the event loop in the first batch.
    await Promise.resolve();
    const { maxBatch, maxBatchBytes } = this.#options;
    for (;;) {
      const start = this.#options.clock.monotonic();
      const batch = this.#queue.take(maxBatch, maxBatchBytes);
      if (batch.length === 0) break;
      const { authorised, offending } = this.#decide(batch);
      if (offending.length === 0) await this.#commit(authorised);
      else await this.#forbidAndCommit(offending, authorised);
      this.#drainRate.took(authorised.length, this.#options.clock.monotonic() - start);
      this.#forgetDeparted();
    }
    this.#isRunning = false;
    this.#forgetDeparted();
  }

  async #forbidAndCommit(offending: readonly Offending[], authorised: readonly Authorised[]): Promise<void> {
    const offenders = new Set(offending.map(({ waiting }) => waiting.submission.sender));
    const isBehind = ({ waiting }: Authorised): boolean => offenders.has(waiting.submission.sender);
    // Together they are one transaction in a store of one's own.
    const rest = authorised.filter((each) => !isBehind(each));
    await Promise.all([this.#forbid(offending), this.#commit(rest)]);
    await this.#commit(this.#notHeld(authorised.filter(isBehind)));
  }

  /** Forgets departed sequences without waiting submissions. */
  #forgetDeparted(): void {
    if (this.#departed.size === 0) return;
    const waiting = new Set(Array.from(this.#queue, ({ submission }) => submission.sequence));
    for (const sequence of [...this.#departed].filter((each) => !waiting.has(each))) {
      this.#held.forget(sequence);
      this.#departed.delete(sequence);
    }
  }

  /** Decides about those that can be decided now. The others wait until they have been read, with what follows of their senders. */
  #decide(batch: readonly Waiting[]): {
    readonly authorised: readonly Authorised[];
    readonly offending: readonly Offending[];
  } {
    const authorised: Authorised[] = [];
    const offending: Offending[] = [];
    const undecided = new Map<number, Waiting[]>();
    /** The version used for each conversation in this batch. */
    const versions = new Map<number, number>();
    for (const [index, waiting] of batch.entries()) {
      const { sender } = waiting.submission;
      try {
        alter(waiting);
        const mustWait = waiting.isToAsk || undecided.has(sender);
        const decided = mustWait ? undefined : this.#authoriser.decide(waiting);
        if (decided === undefined) {
          const behind = undecided.get(sender);
          if (behind === undefined) undecided.set(sender, [waiting]);
          else behind.push(waiting);
          continue;
        }
        const { conversation, version } = decided.append;
        if ((versions.get(conversation) ?? version) !== version) {
          // The version changed meanwhile: the earlier ones will be stale and must come first (promise 4).
          this.#queue.putBack(batch.slice(index));
          break;
        }
        versions.set(conversation, version);
        authorised.push(decided);
      } catch (caught) {
        this.#offends(offending, { waiting, error: fromStoreError(caught) });
      }
    }
    for (const [sender, waitings] of undecided) this.#readFor(sender, waitings);
    return { authorised, offending };
  }

  /** Only this sender waits for it. */
  #readFor(sender: number, undecided: readonly Waiting[]): void {
    this.#queue.park(sender, undecided);
    const reading = this.#prepare(undecided).finally(() => {
      this.#readings.delete(reading);
      this.#queue.resume(sender);
      this.#start();
    });
    this.#readings.add(reading);
  }

  /** Asks about them, or reads what is needed to decide: one after the other, since what is to be written may change. */
  #prepare(undecided: readonly Waiting[]): Promise<void> {
    const { before } = this.#options;
    const isAsked = before !== undefined && undecided.some(({ isToAsk }) => isToAsk);
    if (!isAsked) return this.#authoriser.read(undecided);
    return askAbout({ before, authoriser: this.#authoriser }, undecided);
  }

  /** Adds to `offending` what is to be forbidden; refuses what may be tried again. */
  #offends(offending: Offending[], offence: Offending): void {
    const { waiting, error } = offence;
    if (error.canRetry || waiting.conversation === 0) this.#refuse(waiting, error);
    else offending.push(offence);
  }

  async #commit(authorised: readonly Authorised[]): Promise<void> {
    if (authorised.length === 0) return;
    const { log, clock, metrics } = this.#options;
    const start = clock.monotonic();
    let outcomes: readonly AppendOutcome[];
    try {
      outcomes = await log.append(authorised.map(({ append }) => append));
    } catch (error) {
      const refusal = fromStoreError(error);
      for (const { waiting } of authorised) {
        this.#refuse(waiting, refusal);
        if (!(error instanceof StoreError) || error.code !== 'full') this.#doubt(waiting);
      }
      return;
    }
    metrics.commits.observe((clock.monotonic() - start) / 1000);
    metrics.batches.observe(authorised.length);
    const stale: Waiting[] = [];
    const offending: Offending[] = [];
    authorised.forEach((item, index) => {
      const outcome = outcomes[index];
      const { waiting } = item;
      if (outcome?.status === 'stale') stale.push(waiting);
      else if (outcome?.status === 'refused')
        this.#offends(offending, { waiting, error: whyNotWritten(outcome) });
      else this.#settle(item, outcome);
    });
    await this.#forbid(offending);
    for (const { conversation } of stale) this.#options.conversations.forget(conversation);
    // Before everything that came later, in the old order (promise 4).
    this.#queue.putBack(stale);
  }

  #settle({ waiting, cached, append }: Authorised, outcome: AppendOutcome | undefined): void {
    switch (outcome?.status) {
      case 'appended': {
        const { seq, time, version, veiled } = outcome;
        const state = outcome.state === undefined ? undefined : decodeState(outcome.state);
        this.#options.metrics.sends.add('appended');
        if (version !== append.version) this.#options.conversations.changed(append.conversation);
        const content = waiting.said === undefined ? undefined : decodeContent(waiting.content);
        waiting.resolve({ conversation: append.conversation, seq, time, state, content });
        this.#options.publish.message(cached.record, append, {
          seq,
          version,
          origin: waiting.submission.connection,
          state,
          veiled,
        });
        return;
      }
      case 'repeated':
        this.#repeated(waiting, outcome);
        return;
      default:
        this.#refuse(waiting, whyNotWritten(outcome));
    }
  }

  /**
   * Refuses submissions that their rule forbids, and makes sure that they are never written. If one was written before,
   * it is a late retry: its sender gets the first ack, even if they were removed meanwhile (promises 2 and 8).
   */
  async #forbid(all: readonly Offending[]): Promise<void> {
    const offending: Offending[] = [];
    for (const each of all) {
      if (this.#noteRate.take(each.waiting.submission.sender)) offending.push(each);
      else this.#refuse(each.waiting, TOO_MANY_NOTES);
    }
    if (offending.length === 0) return;
    const time = this.#options.clock.now();
    const batch = offending.map(({ waiting: { submission, conversation, content, said } }) => ({
      conversation,
      sender: submission.sender,
      clientId: submission.clientId,
      time,
      content,
      said,
    }));
    try {
      const outcomes = await this.#options.log.forbid(batch);
      offending.forEach(({ waiting, error }, index) => {
        const outcome = outcomes[index];
        if (outcome?.status === 'repeated') this.#repeated(waiting, outcome);
        else this.#refuse(waiting, error);
      });
    } catch (caught) {
      const refusal = fromStoreError(caught);
      for (const { waiting } of offending) this.#refuse(waiting, refusal);
    }
  }

  /**
   * Refuses those behind a submission that could not be forbidden: it will be tried again and must come first (promise
   * 4).
   */
  #notHeld(authorised: readonly Authorised[]): readonly Authorised[] {
    return authorised.filter(({ waiting }) => {
      const mayGoOn = this.#held.decide(waiting.submission, waiting);
      if (!mayGoOn) this.#refuse(waiting, HELD);
      return mayGoOn;
    });
  }

  #repeated(waiting: Waiting, { conversation, seq, time, content }: Repeated): void {
    this.#options.metrics.sends.add('repeated');
    this.#held.release(waiting.submission, waiting);
    const written = content === undefined ? undefined : decodeContent(content);
    waiting.resolve({ conversation, seq, time, content: written });
    this.#doubt(waiting);
  }

  /** Publishes that memberships may have changed, because the outcome is unknown. */
  #doubt({ submission }: Waiting): void {
    if (submission.affects !== undefined) this.#options.publish.membershipInDoubt(submission.affects);
  }

  #refuse(waiting: Waiting, error: PosthornError): void {
    waiting.reject(this.#remembered(waiting.submission, waiting, error));
  }

  /** Remembers a temporary refusal. Returns the error for the sender. */
  #remembered(send: SendPosition, destination: Destination, error: PosthornError): PosthornError {
    const isHeld = error.canRetry && this.#held.hold(send, destination);
    if (!isHeld) this.#held.release(send, destination);
    const told = error.canRetry && !isHeld ? TOO_MANY_HELD : error;
    this.#options.metrics.sends.add(told.code);
    return told;
  }
}
