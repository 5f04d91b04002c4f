/**
 * A receiver of webhooks that notes what comes, and fails now and then: it refuses, or takes something and does not say so.
 *
 * @module
 */
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PosthornError } from '@posthorn/protocol';
import type { HookPlace } from '../account.ts';
import type { Log } from '../checks/log.ts';
import type { Dice } from '../dice.ts';
import type { Place } from '../places.ts';
import { openAs, readLogs } from './auditor.ts';

/** What a delivery of a message tells. */
interface Told {
  readonly data: { readonly conversation: number; readonly seq: number };
}

/** How often it refuses, and how often it takes something without saying so. */
const REFUSES = 0.02;
const FORGETS = 0.02;

export class HookWitness {
  readonly #server: http.Server;
  readonly #dice: Dice;
  readonly #trouble: number;
  readonly #came: HookPlace[] = [];
  /** Seqs that came, by conversation. */
  readonly #seen = new Map<number, Set<number>>();
  /** The last seq of each conversation before it began. */
  readonly #since = new Map<number, number>();
  #isHealed = false;

  private constructor(dice: Dice, trouble: number) {
    this.#dice = dice;
    this.#trouble = trouble;
    this.#server = http.createServer((request, response) => void this.#answer(request, response));
  }

  /**
   * Undefined: webhooks are for administrators, and the first user is none here. `trouble`: how many times as often as usual
   * it fails.
   */
  static async open(
    url: string,
    places: readonly Place[],
    { dice, trouble }: { readonly dice: Dice; readonly trouble: number },
  ): Promise<HookWitness | undefined> {
    const witness = new HookWitness(dice, trouble);
    await new Promise<void>((resolve) => witness.#server.listen(0, '127.0.0.1', resolve));
    try {
      if (await witness.#begin(url, places)) return witness;
    } catch (error) {
      await witness.close();
      throw error;
    }
    await witness.close();
    return undefined;
  }

  async #begin(url: string, places: readonly Place[]): Promise<boolean> {
    const [first] = places;
    const connection = first && (await openAs(url, first.witness));
    if (connection === undefined) return false;
    try {
      const { port } = this.#server.address() as AddressInfo;
      const receiver = `http://127.0.0.1:${port}/`;
      await connection.ask('addWebhook', { url: receiver, events: ['*'] });
    } catch (error) {
      if (error instanceof PosthornError && error.code === 'FORBIDDEN') return false;
      throw error;
    } finally {
      connection.close();
    }
    // Whatever is said from here on has to come.
    for (const [conversation, log] of await readLogs(url, places))
      this.#since.set(conversation, log.at(-1)?.seq ?? 0);
    return true;
  }

  /** In the order of their coming, repeats included. */
  get came(): readonly HookPlace[] {
    return this.#came;
  }

  /** The last seq before the first that has to come; undefined: nothing of this conversation has to. */
  since(conversation: number): number | undefined {
    return this.#since.get(conversation);
  }

  /** It takes everything from now on. */
  heal(): void {
    this.#isHealed = true;
  }

  /** Whether all of these logs has come. */
  hasAll(log: Log): boolean {
    return [...log].every(([conversation, messages]) => {
      const since = this.#since.get(conversation) ?? Infinity;
      const seen = this.#seen.get(conversation);
      return messages.every(({ seq }) => seq <= since || seen?.has(seq) === true);
    });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      this.#take(JSON.parse(Buffer.concat(chunks).toString()) as Told, response);
    } catch {
      // It broke off, as when the server is killed.
      response.destroy();
    }
  }

  #take({ data: { conversation, seq } }: Told, response: ServerResponse): void {
    const trouble = this.#isHealed ? 0 : this.#trouble;
    if (this.#dice.chance(REFUSES * trouble)) {
      response.writeHead(500).end();
      return;
    }
    if (conversation !== undefined) this.#note(conversation, seq);
    if (this.#dice.chance(FORGETS * trouble)) response.destroy();
    else response.writeHead(204).end();
  }

  #note(conversation: number, seq: number): void {
    this.#came.push({ conversation, seq });
    const seen = this.#seen.get(conversation) ?? new Set<number>();
    this.#seen.set(conversation, seen.add(seq));
  }
}
