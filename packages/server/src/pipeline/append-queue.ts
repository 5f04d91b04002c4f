/**
 * Everything that enters a log passes here, in the order of the calls (promise 4): while one batch commits
 * the next one gathers, so the busier the server, the larger the batches; a lone message commits at once.
 *
 * @module
 */
import { encodeContent, PosthornError } from '@posthorn/protocol';
import type { Clock } from '../clock.ts';
import type { Append, AppendOutcome, LogStore } from '../store/log/log.ts';
import type { CachedConversation, ConversationCache } from './conversation-cache.ts';
import { DrainRate } from './drain-rate.ts';
import { HeldSends } from './held-sends.ts';
import type { Destination, SendPosition } from './held-sends.ts';
import type { Publisher } from './publish.ts';
import type { RouterMetrics } from '../router/metrics.ts';
import { StoreError } from '../store/store.ts';
import { fromStoreError, whyNotWritten } from './store-errors.ts';
import type { Submission } from './submission.ts';

export interface Committed {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
}

export interface AppendQueueOptions {
  readonly log: LogStore;
  readonly conversations: ConversationCache;
  readonly publish: Publisher;
  readonly clock: Clock;
  readonly metrics: RouterMetrics;
  /** Submissions waiting; beyond it they are refused with OVERLOADED. For memory. */
  readonly maxQueued: number;
  /** The same for how long they would wait, as far as that is known. */
  readonly maxWaitMs: number;
  readonly maxBatch: number;
}

interface Waiting {
  readonly submission: Submission;
  /** Canonical encoded Content. */
  readonly content: Uint8Array;
  /** Resolved at the latest when the batch is built. */
  conversation: number;
  /** The other user of a direct conversation, once known; 0 for others. */
  peer: number;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: PosthornError) => void;
}

interface Authorised {
  readonly waiting: Waiting;
  readonly cached: CachedConversation;
  readonly append: Append;
}

// Made once: under overload there are more refusals than commits, and each would get a stack trace.
const OVERLOADED = new PosthornError('OVERLOADED', 'the server is behind with writing', {
  retryAfterMs: 500,
});
const HELD = new PosthornError('HELD', 'an earlier message must be tried again first');
const TOO_MANY_HELD = new PosthornError('LIMIT_EXCEEDED', 'too many refused messages wait to be tried again');

/** What a rule forbids. */
interface Offending {
  readonly waiting: Waiting;
  readonly error: PosthornError;
}

export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #queue: Waiting[] = [];
  #isRunning = false;
  #idle: Promise<void> = Promise.resolve();
  readonly #held = new HeldSends();
  readonly #drainRate: DrainRate;
  /** Connections that ended while something was written. */
  #departed: number[] = [];

  constructor(options: AppendQueueOptions) {
    this.#options = options;
    this.#drainRate = new DrainRate(options.maxBatch);
  }

  /** Resolves when it is committed (promise 1). Rejects with a PosthornError; its code says if a retry helps. */
  submit(submission: Submission): Promise<Committed> {
    const refusal = this.refusal(submission, submission);
    return refusal === undefined ? this.take(submission) : rejected(refusal);
  }

  /**
   * Why a send is refused at once, before it has cost anything; it is refused hereby. Undefined: {@link take} it, in the
   * same turn.
   */
  refusal(send: SendPosition, destination: Destination): PosthornError | undefined {
    if (!this.#held.admit(send, destination)) return this.#remembered(send, destination, HELD);
    const { length } = this.#queue;
    const { maxQueued, maxWaitMs } = this.#options;
    const isFull = length >= maxQueued || this.#drainRate.waitMs(length) > maxWaitMs;
    return isFull ? this.#remembered(send, destination, OVERLOADED) : undefined;
  }

  /** {@link submit} without asking for a refusal; it is refused only for what happens until its batch is written. */
  take(submission: Submission): Promise<Committed> {
    const { conversation, peer } = submission;
    const content = encodeContent(submission.content);
    return new Promise((resolve, reject) => {
      this.#queue.push({ submission, content, conversation, peer, resolve, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      this.#idle = this.#run();
    });
  }

  /** How many wait now. */
  get depth(): number {
    return this.#queue.length;
  }

  /** A connection is gone: what was held for it is void, once what it had submitted is settled (promise 4). */
  detached(connection: number): void {
    if (this.#isRunning) this.#departed.push(connection);
    else this.#held.forget(connection);
  }

  /** Resolves when everything submitted before is settled. */
  async drain(): Promise<void> {
    await this.#idle;
  }

  async #run(): Promise<void> {
    // Lets everything that came with this turn of the event loop into the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const start = this.#options.clock.monotonic();
      const batch = this.#queue.splice(0, this.#options.maxBatch);
      const { authorised, offending } = await this.#authoriseAll(batch);
      if (offending.length > 0) await this.#forbid(offending);
      const due = offending.length > 0 ? this.#notHeld(authorised) : authorised;
      if (due.length > 0) await this.#commit(due);
      this.#drainRate.took(authorised.length, this.#options.clock.monotonic() - start);
      this.#forgetDeparted();
    }
    this.#isRunning = false;
    this.#forgetDeparted();
  }

  /** Those of whom nothing waits any more. */
  #forgetDeparted(): void {
    if (this.#departed.length === 0) return;
    const waiting = new Set(this.#queue.map(({ submission }) => submission.connection));
    for (const connection of this.#departed) if (!waiting.has(connection)) this.#held.forget(connection);
    this.#departed = this.#departed.filter((connection) => waiting.has(connection));
  }

  async #authoriseAll(
    batch: readonly Waiting[],
  ): Promise<{ readonly authorised: readonly Authorised[]; readonly offending: readonly Offending[] }> {
    const authorised: Authorised[] = [];
    const offending: Offending[] = [];
    /** By conversation, against which version. */
    const versions = new Map<number, number>();
    for (const [index, waiting] of batch.entries()) {
      try {
        const decided = this.#authoriseFast(waiting) ?? (await this.#authorise(waiting));
        const { conversation, version } = decided.append;
        if ((versions.get(conversation) ?? version) !== version) {
          // It changed meanwhile: those before this one will be stale, and must come first (promise 4).
          this.#queue = [...batch.slice(index), ...this.#queue];
          break;
        }
        versions.set(conversation, version);
        authorised.push(decided);
      } catch (caught) {
        const error = fromStoreError(caught);
        if (error.canRetry || waiting.conversation === 0) this.#refuse(waiting, error);
        else offending.push({ waiting, error });
      }
    }
    return { authorised, offending };
  }

  /** The usual case: the conversation is known and the rule agrees. */
  #authoriseFast(waiting: Waiting): Authorised | undefined {
    const conversation = this.#target(waiting);
    const cached = this.#options.conversations.peek(conversation, usersOf(waiting.submission));
    if (cached === undefined) return undefined;
    try {
      return this.#decide(waiting, cached);
    } catch (error) {
      if (error === HELD) throw error;
      // Perhaps only the cache is outdated: a refusal needs a fresh look.
      this.#options.conversations.forget(conversation);
      return undefined;
    }
  }

  async #authorise(waiting: Waiting): Promise<Authorised> {
    const { submission } = waiting;
    const { conversations } = this.#options;
    if (this.#target(waiting) === 0) {
      waiting.conversation = await conversations.direct(submission.sender, submission.peer);
    }
    const cached = await conversations.load(this.#target(waiting), usersOf(submission));
    // As for one that is not theirs: nobody can find out which conversations there are.
    if (cached === undefined) throw new PosthornError('NOT_A_MEMBER', 'you are not in this conversation');
    return this.#decide(waiting, cached);
  }

  #target(waiting: Waiting): number {
    if (waiting.conversation !== 0) return waiting.conversation;
    const { sender, peer } = waiting.submission;
    return (waiting.conversation = this.#options.conversations.peekDirect(sender, peer) ?? 0);
  }

  #decide(waiting: Waiting, cached: CachedConversation): Authorised {
    const { submission } = waiting;
    const { record } = cached;
    waiting.conversation = record.id;
    if (record.kind === 'direct') waiting.peer = record.users.find((user) => user !== submission.sender) ?? 0;
    // One before it may have been refused since it was taken.
    if (!this.#held.admit(submission, waiting)) throw HELD;
    const effect = submission.rule(cached, cached.members.get(submission.sender), submission);
    return {
      waiting,
      cached,
      append: {
        conversation: cached.record.id,
        version: cached.record.version,
        sender: submission.sender,
        clientId: submission.clientId,
        time: this.#options.clock.now(),
        content: waiting.content,
        effect,
      },
    };
  }

  async #commit(authorised: readonly Authorised[]): Promise<void> {
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
    authorised.forEach((item, index) => {
      const outcome = outcomes[index];
      if (outcome?.status === 'stale') stale.push(item.waiting);
      else this.#settle(item, outcome);
    });
    for (const { conversation } of stale) this.#options.conversations.forget(conversation);
    // In front of everything that came later, in their old order (promise 4).
    if (stale.length > 0) this.#queue = [...stale, ...this.#queue];
  }

  #settle({ waiting, cached, append }: Authorised, outcome: AppendOutcome | undefined): void {
    switch (outcome?.status) {
      case 'appended': {
        const { seq, time, version } = outcome;
        this.#options.metrics.sends.add('appended');
        if (version !== append.version) this.#options.conversations.changed(append.conversation);
        waiting.resolve({ conversation: append.conversation, seq, time });
        this.#options.publish.message(cached.record, append, {
          seq,
          version,
          origin: waiting.submission.connection,
        });
        return;
      }
      case 'repeated':
        this.#repeated(waiting, outcome);
        return;
      default:
        this.#refuse(waiting, whyNotWritten(outcome?.status));
    }
  }

  /**
   * Refuses what a rule forbids now, so that it is not written later either, unless it was before: then this is a late
   * retry, and its sender must learn of the first ack, even after having been removed meanwhile (promises 2 and 8).
   */
  async #forbid(offending: readonly Offending[]): Promise<void> {
    const time = this.#options.clock.now();
    const batch = offending.map(({ waiting: { submission, conversation, content } }) => ({
      conversation,
      sender: submission.sender,
      clientId: submission.clientId,
      time,
      content,
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

  /** What could not be forbidden is tried again, so those behind it must not be written yet (promise 4). */
  #notHeld(authorised: readonly Authorised[]): readonly Authorised[] {
    return authorised.filter(({ waiting }) => {
      const mayGoOn = this.#held.admit(waiting.submission, waiting);
      if (!mayGoOn) this.#refuse(waiting, HELD);
      return mayGoOn;
    });
  }

  #repeated(waiting: Waiting, { conversation, seq, time }: Committed): void {
    this.#options.metrics.sends.add('repeated');
    waiting.resolve({ conversation, seq, time });
    this.#doubt(waiting);
  }

  /** Perhaps somebody joined or left by this, and nobody was told. */
  #doubt({ submission }: Waiting): void {
    if (submission.affects !== undefined) this.#options.publish.membershipInDoubt(submission.affects);
  }

  #refuse(waiting: Waiting, error: PosthornError): void {
    waiting.reject(this.#remembered(waiting.submission, waiting, error));
  }

  /** Keeps in mind what is refused for the moment, and says what the sender is told. */
  #remembered(send: SendPosition, destination: Destination, error: PosthornError): PosthornError {
    const isHeld = error.canRetry && this.#held.hold(send, destination);
    if (!isHeld) this.#held.release(send, destination);
    const told = error.canRetry && !isHeld ? TOO_MANY_HELD : error;
    this.#options.metrics.sends.add(told.code);
    return told;
  }
}

/** Rejects a moment later: when whoever asked listens, and Node need not tell of a rejection that nobody handles. */
async function rejected(error: PosthornError): Promise<never> {
  await Promise.resolve();
  throw error;
}

function usersOf({ sender, about }: Submission): readonly number[] {
  return about === undefined ? [sender] : [sender, ...about];
}
