/**
 * A client without the SDK: speaks the protocol by hand, over connections that break. It sends several messages
 * before the first is acked, tries again under the same ids, in order, on new connections, now and then gives
 * one up without knowing what became of it, and writes down every push it gets.
 *
 * @module
 */
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { Message, ServerFrame } from '@posthorn/protocol';
import type { Dice } from '../dice.ts';
import { fingerprint, ofText } from '../fingerprint.ts';
import type { History, Sight } from '../history.ts';
import { RawConnection } from './raw-connection.ts';

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
  readonly text: string;
  readonly order: number;
}

/** Sends that may be on their way at once. */
const WINDOW = 12;
const TIMEOUT_MS = 3000;
const OPEN_TRIES = 10;
/** After an outcome that stays unknown: how often it is left at that. */
const GIVE_UP = 0.05;
const PAUSE_MS = [20, 250] as const;

export class RawClient {
  readonly options: RawClientOptions;
  #token: string | undefined;
  #connection: RawConnection | undefined;
  #connecting: Promise<RawConnection> | undefined;
  #queue: Outgoing[] = [];
  #isRunning = false;
  #isClosed = false;
  #lastOrder = 0;
  /** Acked messages that may be sent again, to see that nothing comes of it. */
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

  /** The URL that it is connected to now; undefined while it is not. */
  get endpoint(): string | undefined {
    return this.#connection?.isClosed === false ? this.options.url : undefined;
  }

  /** Stops and starts reading what the server sends, on the connection that is open now. */
  setReading(isReading: boolean): void {
    if (isReading) this.#connection?.resume();
    else this.#connection?.pause();
  }

  send(id: string, conversation: number, text: string): void {
    const outgoing = { id, conversation, text, order: (this.#lastOrder += 1) };
    this.#record({ op: 'send', stage: 'invoke', id, conversation, text: ofText(text) });
    this.#queue.push(outgoing);
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  /** Sends something again that was acked before. Resolves when it has an answer. */
  async sendAgain(): Promise<void> {
    const outgoing = this.#acked[this.options.dice.below(this.#acked.length)];
    if (outgoing === undefined) return;
    // No order of its own: it is nothing new.
    await this.#transmit({ ...outgoing, order: 0 });
  }

  /** A request of its own. Rejects with a PosthornError. */
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
      // What may not overtake goes out in its order on one connection.
      const window = this.#queue.slice(0, WINDOW);
      const outcomes = await Promise.all(window.map((outgoing) => this.#transmit(outgoing)));
      const isOpen = (index: number): boolean => outcomes[index] === 'unknown';
      const givenUp = window.filter((_, index) => isOpen(index) && this.options.dice.chance(GIVE_UP));
      const settled = new Set(
        window.filter((outgoing, index) => !isOpen(index) || givenUp.includes(outgoing)),
      );
      this.#queue = this.#queue.filter((outgoing) => !settled.has(outgoing));
      // Was it refused for now, then as long as this connection lasts the server holds back what comes after it.
      if (givenUp.length > 0) this.#connection?.close();
      if (settled.size < window.length) await pause(this.options.dice.between(...PAUSE_MS));
    }
    this.#isRunning = false;
  }

  async #transmit(outgoing: Outgoing): Promise<'ok' | 'fail' | 'unknown'> {
    const { id, conversation, text, order } = outgoing;
    try {
      const connection = await this.#connected();
      const target = { case: 'conversation', value: conversation } as const;
      const ack = await connection.ask('send', { target, clientId: id, order, content: { text } });
      this.#record({ op: 'send', stage: 'ok', id, conversation: ack.conversation, seq: ack.seq });
      if (this.#acked.length < 500) this.#acked.push(outgoing);
      return 'ok';
    } catch (error) {
      if (!(error instanceof PosthornError)) throw error;
      // A connection that does not answer is no good any more.
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
      this.#token ??= (
        await connection.ask('login', { name, password, device: { id: who, class: 'bot' } })
      ).token;
      await connection.ask('attach', { token: this.#token });
    } catch (error) {
      connection.close();
      throw error;
    }
    this.#connection = connection;
    return connection;
  }

  /** Connects now, to hear pushes from the beginning. */
  async open(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#connected();
        return;
      } catch (error) {
        // Many log in at the beginning, and on a busy machine a password takes its time.
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

type OwnFact = Parameters<History['record']>[0] extends infer F
  ? F extends { who: string; user: number }
    ? Omit<F, 'who' | 'user'>
    : never
  : never;

/** A message of the protocol as the history keeps it. */
export function rawSight({ conversation, seq, sender, content }: Message): Sight {
  return { conversation, seq, sender, text: fingerprint(decodeContent(content)) };
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
