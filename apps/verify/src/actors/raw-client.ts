/**
 * A client without the SDK that speaks the protocol by hand, over connections that break. It pipelines messages,
 * retries them on new connections in order and under the same ids, sometimes gives one up with an unknown outcome,
 * and records every push.
 *
 * @module
 */
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { ContentInit, Message, ServerFrame } from '@posthorn/protocol';
import type { Dice } from '../dice.ts';
import { fingerprint, sentAs } from '../fingerprint.ts';
import type { History, OwnFact, Sight } from '../history.ts';
import { RawConnection } from './raw-connection.ts';
import type { Speaker } from './speaker.ts';

export interface RawClientOptions {
  readonly who: string;
  readonly user: { readonly id: number; readonly name: string; readonly password: string };
  readonly url: string;
  readonly history: History;
  readonly dice: Dice;
  readonly isOurs: (conversation: number) => boolean;
}

interface Outgoing {
  readonly id: string;
  readonly conversation: number;
  readonly content: ContentInit;
  readonly order: number;
}

/** Most sends in flight. */
const WINDOW = 12;
const TIMEOUT_MS = 3000;
/** Many log in at the start, and hashing a password is slow on a busy machine. Who asks again has it hashed twice. */
const LOGIN_TIMEOUT_MS = 60_000;
const OPEN_TRIES = 10;
/** The share of sends with an unknown outcome that are given up. */
const GIVE_UP = 0.05;
const PAUSE_MS = [20, 250] as const;

export class RawClient implements Speaker {
  readonly options: RawClientOptions;
  #token: string | undefined;
  #connection: RawConnection | undefined;
  #connecting: Promise<RawConnection> | undefined;
  #queue: Outgoing[] = [];
  #isRunning = false;
  #isClosed = false;
  #lastOrder = 0;
  /** Acked messages that may be sent again, to check that this has no effect. */
  readonly #acked: Outgoing[] = [];

  constructor(options: RawClientOptions) {
    this.options = options;
  }

  get who(): string {
    return this.options.who;
  }

  get userId(): number {
    return this.options.user.id;
  }

  get unsettled(): readonly string[] {
    return this.#queue.map(({ id }) => id);
  }

  /** The URL of the current connection; undefined: not connected. */
  get endpoint(): string | undefined {
    return this.#connection?.isClosed === false ? this.options.url : undefined;
  }

  /** Stops or continues reading on the current connection. */
  setReading(isReading: boolean): void {
    if (isReading) this.#connection?.resume();
    else this.#connection?.pause();
  }

  send(id: string, conversation: number, content: ContentInit): void {
    const outgoing = { id, conversation, content, order: (this.#lastOrder += 1) };
    this.#record({ op: 'send', stage: 'invoke', id, conversation, ...sentAs(content) });
    this.#queue.push(outgoing);
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  /** Sends an acked message again. Resolves with the answer. */
  async sendAgain(): Promise<void> {
    const outgoing = this.#acked[this.options.dice.below(this.#acked.length)];
    if (outgoing === undefined) return;
    // Without an order, because it is not a new message.
    await this.#transmit({ ...outgoing, order: 0 });
  }

  /** Makes a single request. Rejects with a PosthornError. */
  async ask<K extends Parameters<RawConnection['ask']>[0]>(
    name: K,
    value: Parameters<RawConnection['ask']>[1],
  ): Promise<unknown> {
    return (await this.#connected()).ask(name, value as never);
  }

  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && !this.#isClosed) {
      // Messages that must not overtake each other go out in order on one connection.
      const window = this.#queue.slice(0, WINDOW);
      const outcomes = await Promise.all(window.map((outgoing) => this.#transmit(outgoing)));
      const isOpen = (index: number): boolean => outcomes[index] === 'unknown';
      const givenUp = window.filter((_, index) => isOpen(index) && this.options.dice.chance(GIVE_UP));
      const settled = new Set(
        window.filter((outgoing, index) => !isOpen(index) || givenUp.includes(outgoing)),
      );
      this.#queue = this.#queue.filter((outgoing) => !settled.has(outgoing));
      // If it was refused for now, the server holds later messages as long as this connection lasts.
      if (givenUp.length > 0) this.#connection?.close();
      if (settled.size < window.length) await pause(this.options.dice.between(...PAUSE_MS));
    }
    this.#isRunning = false;
  }

  async #transmit(outgoing: Outgoing): Promise<'ok' | 'fail' | 'unknown'> {
    const { id, conversation, content, order } = outgoing;
    try {
      const connection = await this.#connected();
      const target = { case: 'conversation', value: conversation } as const;
      const ack = await connection.ask('send', { target, clientId: id, order, content });
      this.#record({ op: 'send', stage: 'ok', id, conversation: ack.conversation, seq: ack.seq });
      if (this.#acked.length < 500) this.#acked.push(outgoing);
      return 'ok';
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      // A connection that does not answer is useless.
      if (error.code === 'TIMEOUT') this.#connection?.close();
      const stage = error.canRetry ? 'unknown' : 'fail';
      this.#record({ op: 'send', stage, id, conversation, code: error.code });
      return stage;
    }
  }

  #connected(): Promise<RawConnection> {
    if (this.#connection !== undefined && !this.#connection.isClosed)
      return Promise.resolve(this.#connection);
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  async #connect(): Promise<RawConnection> {
    const { url, user, who } = this.options;
    if (this.#isClosed) throw new PosthornError('UNAVAILABLE', 'the client is closed');
    const connection = await RawConnection.open({
      url,
      timeoutMs: TIMEOUT_MS,
      onPush: (push) => this.#pushed(push),
    });
    try {
      const { name, password } = user;
      const login = { name, password, device: { id: who, class: 'bot' } } as const;
      this.#token ??= (await connection.ask('login', login, LOGIN_TIMEOUT_MS)).token;
      await connection.ask('attach', { token: this.#token });
    } catch (error) {
      connection.close();
      throw error;
    }
    this.#connection = connection;
    return connection;
  }

  /** Connects now, to get all pushes. */
  async open(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#connected();
        return;
      } catch (error) {
        if (!(error instanceof PosthornError) || !error.canRetry || tries === OPEN_TRIES) throw error;
      }
    }
  }

  #pushed(push: NonNullable<ServerFrame['body']>): void {
    if (push.case !== 'message' || !this.options.isOurs(push.value.conversation)) return;
    this.#record({ op: 'pushed', ...rawSight(push.value) });
  }

  #record(fact: OwnFact): void {
    const { who, user, history } = this.options;
    history.record({ who, user: user.id, ...fact });
  }
}

/** A message of the protocol in the form of the history. */
export function rawSight({ conversation, seq, sender, content }: Message): Sight {
  return { conversation, seq, sender, text: fingerprint(decodeContent(content)) };
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
