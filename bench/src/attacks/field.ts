/**
 * What attacks share: where the server is, whom they may play, and a loop that goes on whatever the server does to them.
 *
 * @module
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { packClientFrame } from '@posthorn/protocol';
import type { ClientFrameBodyInit } from '@posthorn/protocol';
import { attach, dialTcp } from '../load/client.ts';
import type { Pipe } from '../load/client.ts';
import { localAddress } from '../load/crowd.ts';
import { passed } from '../load/paced.ts';
import type { Seeded } from '../seed.ts';

export interface Attack {
  readonly name: string;
  /** Never ends: its process does. Rejections end one round of it (see {@link Field.again}). */
  readonly run: (field: Field) => Promise<void>;
}

/** How many addresses attacks come from; who attacks in earnest has more. */
const ADDRESSES = 16;
const BETWEEN_ROUNDS_MS = 20;

export class Field {
  readonly http: number;
  readonly tcp: number;
  /** Accounts that the attackers have. */
  readonly accounts: readonly Seeded[];
  /** Somebody to be attacked. */
  readonly victim: number;
  #dials = 0;

  constructor(options: {
    readonly http: number;
    readonly tcp: number;
    readonly accounts: readonly Seeded[];
    readonly victim: number;
  }) {
    ({ http: this.http, tcp: this.tcp, accounts: this.accounts, victim: this.victim } = options);
  }

  /** Repeats `round` for ever. What fails is tried again. */
  async again(round: (index: number) => Promise<void>): Promise<void> {
    for (let index = 0; ; index++) {
      await round(index).catch(() => {});
      await passed(BETWEEN_ROUNDS_MS);
    }
  }

  /** A connection before its first frame. */
  stranger(): Promise<Pipe> {
    return dialTcp(this.tcp, localAddress(this.#dials++ % ADDRESSES));
  }

  /** A connection that has logged in to one of the attackers' accounts. */
  async user(index: number): Promise<Pipe> {
    const pipe = await this.stranger();
    await attach(pipe, this.account(index).token);
    pipe.onBytes = () => {};
    return pipe;
  }

  account(index: number): Seeded {
    const account = this.accounts[index % this.accounts.length];
    if (account === undefined) throw new Error('attackers need an account');
    return account;
  }

  /** A plain connection to the HTTP port. */
  raw(): Promise<Socket> {
    const where = { port: this.http, host: '127.0.0.1', ...localAddress(this.#dials++ % ADDRESSES) };
    return new Promise((resolve, reject) => {
      const socket = connect(where);
      socket.once('connect', () => resolve(socket)).on('error', reject);
      socket.resume();
    });
  }

  /** One HTTP request by one of the accounts. */
  async post(path: string, body: string, account = 0): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.http}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.account(account).token}` },
      body,
    });
    await response.arrayBuffer();
  }
}

/** The same request many times, as one piece of bytes. */
export function frames(count: number, body: (index: number) => ClientFrameBodyInit): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_, index) => packClientFrame({ id: index + 10, body: body(index) })),
  );
}

/** Resolves when the server has closed the connection, or after `ms`. */
export function closed(pipe: Pipe, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    pipe.onClose = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
