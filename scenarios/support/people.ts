/**
 * People with the SDK in their hands, who note all that they hear.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { connect, PosthornError } from '@posthorn/client/node';
import type { Client, ClientOptions, Incoming } from '@posthorn/client/node';
import type { PresenceNote, ReceiptNote, TypingNote, User } from '@posthorn/protocol';
import type { InProcess } from '@posthorn/testing/in-process';
import { Condition } from '@posthorn/testing/condition';

export class Person {
  readonly client: Client;
  readonly messages: Incoming[] = [];
  readonly typing: TypingNote[] = [];
  readonly presence: PresenceNote[] = [];
  readonly receipts: ReceiptNote[] = [];
  readonly profiles: User[] = [];
  readonly #heard = new Condition();

  constructor(client: Client) {
    this.client = client;
    client.on('message', (message) => this.#note(this.messages, message));
    client.on('typing', (note) => this.#note(this.typing, note));
    client.on('presence', (note) => this.#note(this.presence, note));
    client.on('receipt', (note) => this.#note(this.receipts, note));
    client.on('user', (user) => this.#note(this.profiles, user));
    client.on('mine', () => this.#heard.changed());
    client.on('state', () => this.#heard.changed());
    client.on('sent', () => this.#heard.changed());
    client.on('delayed', () => this.#heard.changed());
  }

  get id(): number {
    const { state } = this.client;
    assert.ok(state.name === 'online', `not online: ${state.name}`);
    return state.session.user?.id ?? 0;
  }

  /** Texts heard in a conversation, in their order. */
  texts(conversation: number): string[] {
    return this.messages
      .filter((message) => message.conversation === conversation && message.content.kind === undefined)
      .map(({ content }) => content.text);
  }

  /** Waits, looking again at whatever this person hears. */
  until(isTrue: () => boolean): Promise<void> {
    return this.#heard.until(isTrue);
  }

  /** The code with which the server has sent this client away for good. */
  async dismissed(): Promise<string> {
    await this.until(() => this.client.state.name === 'closed');
    const { state } = this.client;
    return state.name === 'closed' ? (state.error?.code ?? '') : '';
  }

  #note<T>(list: T[], heard: T): void {
    list.push(heard);
    this.#heard.changed();
  }
}

export interface JoinOptions extends ClientOptions {
  readonly password?: string;
  /** Over WebSocket instead of TCP. */
  readonly isWeb?: boolean;
}

export class People {
  readonly #place: Pick<InProcess, 'tcpUrl' | 'httpUrl'>;
  readonly #all: Person[] = [];

  constructor(place: Pick<InProcess, 'tcpUrl' | 'httpUrl'>) {
    this.#place = place;
  }

  /** Makes the account when there is none, and resolves when this person has caught up. Rejects with why not. */
  async join(
    user: string,
    { password = 'pw', isWeb = false, ...options }: JoinOptions = {},
  ): Promise<Person> {
    const server = isWeb ? this.#place.httpUrl : this.#place.tcpUrl;
    const client = await connect({ server, user, password, register: true }, { start: 'start', ...options });
    const person = new Person(client);
    this.#all.push(person);
    await new Promise<void>((resolve, reject) => {
      client.on('synced', resolve);
      client.on('state', (state) => {
        if (state.name === 'closed') reject(state.error ?? new Error('closed'));
      });
    });
    return person;
  }

  /** A token for HTTP, for somebody who has joined. */
  async tokenOf(name: string): Promise<string> {
    const answer = await fetch(`${this.#place.httpUrl}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, password: 'pw' }),
    });
    return ((await answer.json()) as { readonly token: string }).token;
  }

  async close(): Promise<void> {
    for (const { client } of this.#all) await client.close();
  }
}

/** The code with which something was refused; `OK` when it was not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'OK';
  } catch (error) {
    if (error instanceof PosthornError) return error.code;
    throw error;
  }
}
