/**
 * A server in whose lobby a bystander chats through all that others do to it.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { ClientFrameInit } from '@posthorn/protocol';
import type { Config } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess, InProcessOptions } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { ensureRoom } from '../../packages/server/src/store/log/conversations.ts';

interface User {
  readonly client: RawClient;
  readonly token: string;
  readonly id: number;
}

export class WatchedPlace {
  readonly #place: InProcess;
  readonly #bystander: RawClient;
  /** The conversation of everybody. */
  readonly lobby: number;
  readonly #opened: RawClient[] = [];
  #spoken = 0;

  private constructor(place: InProcess, bystander: RawClient, lobby: number) {
    this.#place = place;
    this.#bystander = bystander;
    this.lobby = lobby;
  }

  static async start(changes: Partial<Config> = {}, parts: InProcessOptions = {}): Promise<WatchedPlace> {
    const place = await startInProcess(changes, parts);
    const { client } = await RawClient.as(place.tcpUrl, 'bystander');
    const { id } = await place.store.run(ensureRoom, 'Lobby');
    return new WatchedPlace(place, client, id);
  }

  get store(): InProcess['store'] {
    return this.#place.store;
  }

  get httpUrl(): string {
    return this.#place.httpUrl;
  }

  get tcpUrl(): string {
    return this.#place.tcpUrl;
  }

  /** A connection without a login. */
  async stranger(): Promise<RawClient> {
    const client = await RawClient.connect(this.tcpUrl);
    this.#opened.push(client);
    return client;
  }

  async user(name: string): Promise<User> {
    const user = await RawClient.as(this.tcpUrl, name);
    this.#opened.push(user.client);
    return user;
  }

  /** Parts from all others. Rejects unless the bystander is well, and the server still works. */
  async assertWell(): Promise<void> {
    for (const client of this.#opened.splice(0)) client.close();
    this.#spoken += 1;
    const still = say(`still here ${this.#spoken}`, { conversation: this.lobby });
    assert.equal((await this.#bystander.ask(still)).case, 'ack');
  }

  async close(): Promise<void> {
    this.#bystander.close();
    await this.#place.server.close();
  }
}

let said = 0;

/** A send with a client id of its own. */
export function say(text: string, to: { conversation: number } | { user: number }): ClientFrameInit['body'] {
  const target =
    'user' in to
      ? ({ case: 'user', value: to.user } as const)
      : ({ case: 'conversation', value: to.conversation } as const);
  said += 1;
  return { case: 'send', value: { target, clientId: `said-${said}`, content: { text } } };
}
