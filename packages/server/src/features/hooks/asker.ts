/**
 * Asks all hooks of an event, one after the other: each gets what the one before it has made of it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { Tally } from '../../tally.ts';
import { answerIn } from './answer.ts';
import type { Fields, HookAnswer } from './answer.ts';
import { Breaker } from '../../outgoing/breaker.ts';
import type { Hook } from './hook.ts';
import type { HookEvent } from './places.ts';

export interface AskerOptions {
  readonly hooks: readonly Hook[];
  /** What happens when one cannot be asked. */
  readonly failure: 'allow' | 'refuse';
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** What is asked about, in forms that a hook may change. `T` is what becomes of it. */
export interface Subject<T> {
  readonly event: HookEvent;
  readonly initial: T;
  /** As hooks are told of it. */
  readonly tell: (current: T) => Fields;
  /** Throws what is wrong with the changes: then the hook has failed. */
  readonly change: (current: T, changes: Fields) => T;
}

interface Guarded {
  readonly hook: Hook;
  readonly breaker: Breaker;
}

const RETRY_AFTER_MS = 2000;

export class Asker {
  readonly #options: AskerOptions;
  readonly #guarded: readonly Guarded[];
  readonly #answers: Tally;
  readonly #seconds: Histogram;

  constructor(options: AskerOptions) {
    const { hooks, clock, registry } = options;
    this.#options = options;
    this.#guarded = hooks.map((hook) => ({ hook, breaker: new Breaker(clock) }));
    this.#answers = new Tally({
      name: 'posthorn_before_hook_answers_total',
      help: 'Questions to before-hooks by event and outcome: allow, refuse, change, failed, or skipped while it rests.',
      labelNames: ['event', 'outcome'],
      registry,
    });
    this.#seconds = new Histogram({
      name: 'posthorn_before_hook_seconds',
      help: 'Time of a question to a before-hook.',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 10],
      registers: [registry],
    });
  }

  /** Whether anybody is asked about it. */
  asks(event: HookEvent): boolean {
    return this.#guarded.some(({ hook }) => hook.events.includes(event));
  }

  /** Resolves with what is to happen. Rejects with REFUSED, or UNAVAILABLE. */
  async ask<T>(subject: Subject<T>): Promise<T> {
    let current = subject.initial;
    for (const guarded of this.#guarded) {
      if (guarded.hook.events.includes(subject.event))
        current = await this.#askOne(guarded, subject, current);
    }
    return current;
  }

  async #askOne<T>(guarded: Guarded, subject: Subject<T>, current: T): Promise<T> {
    const { event } = subject;
    if (!guarded.breaker.tryPass()) {
      this.#answers.add(event, 'skipped');
      return this.#unanswered(current);
    }
    const start = this.#options.clock.monotonic();
    let answer: HookAnswer;
    let changed = current;
    try {
      const question = { event, time: this.#options.clock.now(), data: subject.tell(current) };
      answer = answerIn(await guarded.hook.ask(question));
      if (answer.action === 'change') changed = subject.change(current, answer.changes);
    } catch (error) {
      this.#failed(guarded, event, error);
      return this.#unanswered(current);
    } finally {
      this.#seconds.observe((this.#options.clock.monotonic() - start) / 1000);
    }
    this.#answered(guarded, event, answer);
    if (answer.action === 'refuse') throw new PosthornError('REFUSED', answer.reason);
    return changed;
  }

  #unanswered<T>(current: T): T {
    if (this.#options.failure === 'allow') return current;
    throw new PosthornError('UNAVAILABLE', 'who has to let it pass does not answer', {
      retryAfterMs: RETRY_AFTER_MS,
    });
  }

  #failed({ hook, breaker }: Guarded, event: HookEvent, error: unknown): void {
    this.#answers.add(event, 'failed');
    if (!breaker.failed()) return;
    const trouble = error instanceof Error ? error.message : String(error);
    this.#options.logger.warn(
      { hook: hook.name, trouble, failure: this.#options.failure },
      'a before-hook fails again and again, and is left alone for a while',
    );
  }

  #answered({ hook, breaker }: Guarded, event: HookEvent, { action }: HookAnswer): void {
    this.#answers.add(event, action);
    if (breaker.answered()) this.#options.logger.info({ hook: hook.name }, 'a before-hook answers again');
  }
}
