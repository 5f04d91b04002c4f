/**
 * A few clients who talk without pause, to each other, in a group and in the lobby, over whatever server they are
 * given; and the ledger that says at the end whether the promises held.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, ClientState, Incoming, Target } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import { Ledger } from './ledger.ts';
import { Condition } from '@posthorn/testing/condition';

export interface TownOptions {
  /** Where the client of this number connects. */
  readonly url: (index: number) => string;
  readonly names?: readonly string[];
  /** False: the lobby has others' messages too, and they stay out of it. */
  readonly usesLobby?: boolean;
  /** Between two messages of one client, in ms. */
  readonly longestPauseMs?: number;
}

export class Town {
  readonly #options: Required<TownOptions>;
  readonly ledger = new Ledger();
  readonly progress = new Condition();
  readonly clients: Client[] = [];
  /** How often clients lost their connection. */
  partings = 0;
  #group = 0;
  #isTalking = false;
  #talking: readonly Promise<void>[] = [];
  readonly #delays: number[] = [];

  private constructor(options: TownOptions) {
    this.#options = {
      names: ['romeo', 'juliet', 'mercutio', 'nurse'],
      usesLobby: true,
      longestPauseMs: 8,
      ...options,
    };
  }

  /** Everybody connects and begins to talk. */
  static async open(options: TownOptions): Promise<Town> {
    const town = new Town(options);
    try {
      await town.#settle();
    } catch (error) {
      await town.leave();
      throw error;
    }
    return town;
  }

  async #settle(): Promise<void> {
    for (const [index, name] of this.#options.names.entries()) await this.#join(name, index);
    const [first, ...others] = this.clients;
    assert.ok(first !== undefined);
    const members = others.map(userOf);
    const group = await first.call('createGroup', { title: 'Verona', members });
    this.#group = group.id;
    this.#isTalking = true;
    this.#talking = this.clients.map((client, index) => this.#talk(client, index));
  }

  /** The longest that a message took from send() to its ack since the last call, in ms. */
  takeLongestDelay(): number {
    return Math.max(0, ...this.#delays.splice(0));
  }

  /** Resolves when that many more messages were acked. */
  async untilAcked(more: number): Promise<void> {
    const start = this.ledger.sentCount - this.ledger.unacked.length;
    await this.progress.until(() => this.ledger.sentCount - this.ledger.unacked.length >= start + more);
  }

  /** Everybody falls silent, and everything that was sent is acked and has arrived. Throws what went wrong. */
  async close(): Promise<void> {
    this.#isTalking = false;
    await Promise.all(this.#talking);
    const { ledger, progress, clients } = this;
    await progress.until(() => ledger.unacked.length === 0);
    const { names, usesLobby } = this.#options;
    const [first] = clients;
    assert.ok(first !== undefined);
    for (const { conversation, readers } of [
      { conversation: this.#group, readers: names },
      ...(usesLobby ? [{ conversation: lobbyOf(first), readers: names }] : []),
      ...(await this.#directs()),
    ]) {
      const reader = clients[names.indexOf(readers[0] ?? '')] ?? first;
      const log = await logOf(reader, conversation);
      await progress.until(() => readers.every((name) => ledger.countOf(name, conversation) >= log.length));
      ledger.check(conversation, log, readers);
    }
    await this.leave();
  }

  /** Everybody disconnects, whatever is open. */
  async leave(): Promise<void> {
    this.#isTalking = false;
    for (const client of this.clients) await client.close();
  }

  #directs(): Promise<{ readonly conversation: number; readonly readers: readonly string[] }[]> {
    const { names } = this.#options;
    return Promise.all(
      this.clients.map(async (client, index) => {
        const peer = (index + 1) % names.length;
        const other = this.clients[peer];
        assert.ok(other !== undefined);
        const { id } = await client.call('openDirect', { user: userOf(other) });
        return { conversation: id, readers: [names[index] ?? '', names[peer] ?? ''] };
      }),
    );
  }

  async #join(name: string, index: number): Promise<void> {
    const client = await connect(
      { server: this.#options.url(index), user: name, password: 'pw', register: true },
      { start: 'start', device: { class: 'desktop' } },
    );
    client.on('message', (message: Incoming) => {
      this.ledger.received(name, message);
      this.progress.changed();
    });
    client.on('state', (state: ClientState) => {
      if (state.name === 'connecting' && state.attempt === 1) this.partings++;
    });
    this.clients.push(client);
    if (client.state.name !== 'online') await isOnline(client);
  }

  async #talk(client: Client, index: number): Promise<void> {
    const { names, longestPauseMs, usesLobby } = this.#options;
    const name = names[index] ?? '';
    const peer = names[(index + 1) % names.length] ?? '';
    const targets: Target[] = [{ to: peer }, { conversation: this.#group }];
    if (usesLobby) targets.push({ conversation: lobbyOf(client) });
    for (let count = 0; this.#isTalking; count++) {
      const target = targets[count % targets.length] ?? { to: peer };
      const text = `${name} ${count}`;
      const sentAt = performance.now();
      this.ledger.sent(name, text);
      client.send(target, text).done.then(
        (ack) => {
          this.ledger.acked(text, ack);
          this.#delays.push(performance.now() - sentAt);
          this.progress.changed();
        },
        (error: unknown) => {
          if (this.#isTalking) assert.fail(`promise 8: ${String(error)}`);
        },
      );
      await pause(Math.random() * longestPauseMs);
    }
  }
}

function isOnline(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = client.on('state', (state) => {
      if (state.name === 'connecting') return;
      off();
      if (state.name === 'online') resolve();
      else reject(new Error('the client was refused', { cause: state.error }));
    });
  });
}

function userOf(client: Client): number {
  assert.ok(client.state.name === 'online');
  return client.state.session.user?.id ?? 0;
}

function lobbyOf(client: Client): number {
  return client.state.name === 'online' ? client.state.session.lobby : 1;
}

async function logOf(client: Client, conversation: number): Promise<Incoming[]> {
  const log: Incoming[] = [];
  for (;;) {
    const page = await client.history(conversation, { after: log.at(-1)?.seq ?? 0, limit: 200 });
    if (page.length === 0) return log;
    log.push(...page);
  }
}
