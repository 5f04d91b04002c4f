/**
 * A bus of nodes that share a secret, over one that others may reach too: those can neither read what the nodes say nor
 * say anything to them (ADR 16).
 *
 * Each message is sealed together with its subjects. What is published on several subjects at once, like the push for
 * both users of a direct conversation, is sealed once for all of them.
 *
 * Sealed messages have subjects of their own. So nodes with and without a secret do not hear each other, and neither
 * takes the other's messages for broken ones.
 *
 * Whoever reaches the bus can still drop messages, repeat one on its own subject, and see subjects and sizes. A
 * repetition does no harm: messages are hints, links know each batch by its number, and an answer belongs to its
 * question.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import { BusError } from './bus.ts';
import type { Bus, BusHandler, BusStats, BusStatus, Subject, SubscribeOptions, Subscription } from './bus.ts';
import { MAX_CONTEXT_BYTES, nameOf, Seal, SEAL_BYTES, SealError } from './seal.ts';
import type { Opened } from './seal.ts';

const PREFIX = 'sealed.';

export interface SealedBusOptions {
  /** Closed together with the sealed one. */
  readonly bus: Bus;
  readonly secret: string;
  readonly random: Random;
}

/** A message, and the subjects on which it leaves together, separated by spaces. */
interface Leaving {
  readonly data: Uint8Array;
  context: string;
}

export class SealedBus implements Bus {
  readonly #bus: Bus;
  readonly #seal: Seal;
  /** One for each handler, because one may serve many subjects. */
  readonly #opening = new WeakMap<BusHandler, BusHandler>();
  #leaving: Leaving | undefined;
  /** The message that was opened last, by its name. It often comes again on the next subject. */
  #lastName = '';
  #last: Opened | undefined;

  constructor({ bus, secret, random }: SealedBusOptions) {
    this.#bus = bus;
    this.#seal = new Seal(secret, random);
  }

  get status(): BusStatus {
    return this.#bus.status;
  }

  get maxPayloadBytes(): number {
    return this.#bus.maxPayloadBytes - SEAL_BYTES;
  }

  publish(subject: Subject, data: Uint8Array): void {
    const { context = '', data: leaving } = this.#leaving ?? {};
    if (leaving === data && context.length + 1 + subject.length <= MAX_CONTEXT_BYTES) {
      this.#leaving = { data, context: `${context} ${subject}` };
      return;
    }
    if (leaving === undefined) queueMicrotask(() => this.#flush());
    this.#flush();
    this.#leaving = { data, context: subject };
  }

  subscribe(subject: Subject, handler: BusHandler, options?: SubscribeOptions): Subscription {
    // Earlier messages must not reach the new subscription.
    this.#flush();
    return this.#bus.subscribe(PREFIX + subject, this.#openingFor(handler), options);
  }

  ready(): Promise<void> {
    this.#flush();
    return this.#bus.ready();
  }

  async request(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
  ): Promise<Uint8Array> {
    this.#flush();
    const question = this.#seal.seal(subject, data);
    const answer = this.#answer(question, await this.#bus.request(PREFIX + subject, question, options));
    // A stranger was faster.
    if (answer === undefined) throw new BusError('timeout', `no sealed answer on ${subject}`);
    return answer;
  }

  async gather(
    subject: Subject,
    data: Uint8Array,
    options: { readonly timeoutMs: number; readonly expected?: number },
  ): Promise<readonly Uint8Array[]> {
    this.#flush();
    const question = this.#seal.seal(subject, data);
    const answers = await this.#bus.gather(PREFIX + subject, question, options);
    return answers.flatMap((answer) => this.#answer(question, answer) ?? []);
  }

  stats(): BusStats {
    return this.#bus.stats();
  }

  onStatus(listener: (status: BusStatus) => void): Subscription {
    return this.#bus.onStatus(listener);
  }

  close(): Promise<void> {
    this.#flush();
    return this.#bus.close();
  }

  #flush(): void {
    if (this.#leaving === undefined) return;
    const { data, context } = this.#leaving;
    this.#leaving = undefined;
    const sealed = this.#seal.seal(context, data);
    for (const subject of context.split(' ')) this.#bus.publish(PREFIX + subject, sealed);
  }

  #openingFor(handler: BusHandler): BusHandler {
    let opening = this.#opening.get(handler);
    if (opening === undefined) {
      opening = (sealed, sealedSubject, reply) => {
        const subject = sealedSubject.slice(PREFIX.length);
        // If it throws, the bus below reports it.
        handler(this.#opened(subject, sealed), subject, reply && this.#sealing(sealed, reply));
      };
      this.#opening.set(handler, opening);
    }
    return opening;
  }

  /** Throws SealError. */
  #opened(subject: Subject, sealed: Uint8Array): Uint8Array {
    const name = nameOf(sealed);
    const opened = this.#lastName === name && this.#last !== undefined ? this.#last : this.#seal.open(sealed);
    [this.#lastName, this.#last] = [name, opened];
    const { context, message } = opened;
    if (context !== subject && !context.split(' ').includes(subject)) throw new SealError();
    return message;
  }

  #sealing(question: Uint8Array, reply: (data: Uint8Array) => void): (data: Uint8Array) => void {
    const context = answersTo(question);
    return (data) => reply(this.#seal.seal(context, data));
  }

  /** Undefined: not an answer of one of us to this question. */
  #answer(question: Uint8Array, answer: Uint8Array): Uint8Array | undefined {
    try {
      const { context, message } = this.#seal.open(answer);
      return context === answersTo(question) ? message : undefined;
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }
}

/** The context of the answers to one question. Unlike all subjects. */
function answersTo(question: Uint8Array): string {
  return `=${Buffer.from(nameOf(question), 'latin1').toString('hex')}`;
}
