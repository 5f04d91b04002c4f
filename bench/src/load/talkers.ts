/**
 * A few SDK users who write to each other without pause, and a check that every acked message arrives.
 *
 * @module
 */
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { passed } from './paced.ts';

const PAUSE_MS = 20;
/** How long to wait at the end for messages still on their way. */
const ARRIVAL_MS = 30_000;

export interface Talk {
  readonly acked: number;
  /** Acked messages that did not arrive, or arrived repeatedly or out of order. */
  readonly lost: number;
  /** The longest time from send() to the ack, in ms. */
  readonly longestMs: number;
}

export class Talkers {
  readonly #clients: readonly Client[];
  /** For each receiver: the numbers in the order of their arrival. */
  readonly #arrived: number[][];
  readonly #sent: number[];
  #longestMs = 0;
  #isTalking = true;
  readonly #talking: readonly Promise<void>[];

  private constructor(clients: readonly Client[]) {
    this.#clients = clients;
    this.#arrived = clients.map(() => []);
    this.#sent = clients.map(() => 0);
    for (const [index, client] of clients.entries()) {
      const { length } = clients;
      const from = `talker${(index + length - 1) % length} `;
      client.on('message', ({ content }) => {
        const { text } = content;
        if (text.startsWith(from)) this.#arrived[index]?.push(Number(text.slice(from.length)));
      });
    }
    this.#talking = clients.map((_, index) => this.#talk(index));
  }

  /** Registers the users, at the gateways in turn, and starts them. */
  static async open(ports: readonly number[], count: number): Promise<Talkers> {
    const clients: Client[] = [];
    for (let index = 0; index < count; index++) {
      const server = `tcp://127.0.0.1:${ports[index % ports.length]}`;
      clients.push(
        await connect({ server, user: `talker${index}`, password: 'bench talks', register: true }),
      );
    }
    await Promise.all(clients.map(isOnline));
    return new Talkers(clients);
  }

  /** Stops them. Resolves when everything has arrived, or the wait is over. */
  async end(): Promise<Talk> {
    this.#isTalking = false;
    await Promise.all(this.#talking);
    const start = performance.now();
    while (this.#missing() > 0 && performance.now() - start < ARRIVAL_MS) await passed(20);
    for (const client of this.#clients) await client.close();
    const odd = this.#arrived.reduce((sum, numbers) => sum + countOdd(numbers), 0);
    const acked = this.#sent.reduce((sum, count) => sum + count, 0);
    return { acked, lost: this.#missing() + odd, longestMs: this.#longestMs };
  }

  /** Call it when everything is acked. */
  #missing(): number {
    const { length } = this.#sent;
    return this.#arrived.reduce((sum, numbers, index) => {
      const sent = this.#sent[(index + length - 1) % length] ?? 0;
      return sum + sent - new Set(numbers).size;
    }, 0);
  }

  /** Resolves when its last message is acked. Rejects if a message is refused for good. */
  async #talk(index: number): Promise<void> {
    const client = this.#clients[index];
    const to = `talker${(index + 1) % this.#clients.length}`;
    const pending: Promise<void>[] = [];
    while (this.#isTalking && client !== undefined) {
      const number = this.#sent[index] ?? 0;
      this.#sent[index] = number + 1;
      const start = performance.now();
      const sending = client.send({ to }, `talker${index} ${number}`).done;
      pending.push(
        sending.then(() => {
          this.#longestMs = Math.max(this.#longestMs, performance.now() - start);
        }),
      );
      await passed(PAUSE_MS);
    }
    await Promise.all(pending);
  }
}

/** Resolves when the client is online, and so registered: before that nobody can write to it. */
function isOnline(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = ({ state }: Pick<Client, 'state'>): void => {
      if (state.name === 'connecting') return;
      off();
      if (state.name === 'online') resolve();
      else reject(new Error(`a talker is ${state.name}`));
    };
    const off = client.on('state', () => look(client));
    look(client);
  });
}

/** Counts the numbers that do not follow directly on the one before. */
function countOdd(numbers: readonly number[]): number {
  return numbers.filter((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0)).length;
}
