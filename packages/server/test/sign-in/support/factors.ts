/**
 * Whoever has second factors, over HTTP.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { codeAt, stepAt } from '../../../src/features/second-factors/totp.ts';
import { Visitor } from './visitor.ts';
import type { LoggedIn } from './visitor.ts';

export const PASSWORD = 'password';

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly reason?: string;
}

/** An authenticator app. */
export class App {
  readonly #secret: Uint8Array;

  constructor(base32: string) {
    const bits = Array.from(base32, (char) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'),
    ).join('');
    this.#secret = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  }

  codeAt(time: number): string {
    return codeAt(this.#secret, stepAt(time));
  }
}

export class Person {
  readonly visitor: Visitor;
  readonly name: string;
  #token = '';

  private constructor(visitor: Visitor, name: string) {
    this.visitor = visitor;
    this.name = name;
  }

  static async register(url: string, name: string): Promise<Person> {
    const person = new Person(new Visitor(url), name);
    person.#token = (await person.visitor.register(name)).token;
    return person;
  }

  /** Somebody who has no session yet. */
  static at(url: string, name: string): Person {
    return new Person(new Visitor(url), name);
  }

  /** Adds an app. */
  async addApp(now: number): Promise<{ readonly app: App; readonly codes: readonly string[] }> {
    const offer = await this.ok('/v1/me/factors/begin', { kind: 'totp', password: PASSWORD });
    const app = new App(offer['secret'] as string);
    const { codes } = await this.ok('/v1/me/factors', { code: app.codeAt(now), name: 'Phone' });
    return { app, codes: (codes ?? []) as readonly string[] };
  }

  async ok(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.visitor.post(path, body, this.#token);
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }

  async refusal(path: string, body: object): Promise<Refusal> {
    return refusalOf(await this.visitor.post(path, body, this.#token));
  }

  async get(path: string): Promise<Readonly<Record<string, unknown>>> {
    return (await (await this.visitor.get(path, this.#token)).json()) as Readonly<Record<string, unknown>>;
  }

  /** Logs in with the password and what is given besides. */
  async logIn(besides: object = {}, url?: string): Promise<LoggedIn> {
    const answer = await this.#login(besides, url);
    assert.equal(answer.status, 200, await answer.clone().text());
    const loggedIn = (await answer.json()) as LoggedIn;
    this.#token = loggedIn.token;
    return loggedIn;
  }

  /** The reason why a login is refused, or its code. */
  async refused(besides: object = {}, url?: string): Promise<string> {
    const { code, reason } = await refusalOf(await this.#login(besides, url));
    return reason ?? code;
  }

  #login(besides: object, url?: string): Promise<Response> {
    const visitor = url === undefined ? this.visitor : new Visitor(url);
    return visitor.logIn({ name: this.name, password: PASSWORD, ...besides });
  }
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const { error } = (await answer.json()) as { readonly error?: Omit<Refusal, 'status'> };
  return { status: answer.status, code: error?.code ?? '', ...(error?.reason && { reason: error.reason }) };
}
