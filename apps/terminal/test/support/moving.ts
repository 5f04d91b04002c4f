/**
 * Servers with files, and what people find on them after an import.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { decodeContent } from '@posthorn/protocol';
import type { Content, State } from '@posthorn/protocol';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { FilesPlace } from '@posthorn/testing/files-place';
import { Shell } from './shell.ts';
import type { Ended } from './shell.ts';

export interface Report {
  readonly records: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly unmapped: readonly { readonly what: string; readonly count: number }[];
  readonly refused: readonly { readonly what: string }[];
  readonly renamed: readonly { readonly examples: readonly string[] }[];
}

export interface Found {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Content;
  readonly state: State | undefined;
}

export class MovingPlace {
  readonly shell: Shell;
  readonly #place: FilesPlace;

  private constructor(shell: Shell, place: FilesPlace) {
    this.shell = shell;
    this.#place = place;
  }

  /** Romeo is its administrator. */
  static async open(t?: TestContext): Promise<MovingPlace> {
    const place = await FilesPlace.open();
    const close = (): Promise<void> => place[Symbol.asyncDispose]();
    const shell = await Shell.open({ httpUrl: place.httpUrl, tcpUrl: '' }, { close }, { isHere: true });
    t?.after(() => shell.close());
    return new MovingPlace(shell, place);
  }

  get url(): string {
    return this.#place.httpUrl;
  }

  /** A command of the administrator. */
  posthorn(...args: readonly string[]): Promise<Ended> {
    return this.shell.run([...args, ...this.shell.as('romeo')]);
  }

  /** Its report. */
  async imported(...args: readonly string[]): Promise<Report> {
    const { code, stdout, stderr } = await this.posthorn('import', ...args, '--json');
    assert.equal(stderr, '');
    assert.ok(code === 0 || code === 1);
    return JSON.parse(stdout) as Report;
  }

  async as<T>(user: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = await connect({ server: this.url, user, password: 'secret' });
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  /** The id of a new file of this user. */
  async upload(
    user: string,
    name: string,
    content: string | Buffer<ArrayBuffer>,
    contentType = 'text/plain',
  ): Promise<string> {
    const login = await fetch(`${this.url}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: user, password: 'secret' }),
    });
    const { token } = (await login.json()) as { readonly token: string };
    const answer = await fetch(`${this.url}/v1/files?name=${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
      body: content,
    });
    return ((await answer.json()) as { readonly id: string }).id;
  }

  /** Everything in a conversation, as this user sees it. */
  async found(client: Client, conversation: number): Promise<readonly Found[]> {
    const { batches } = await client.call('pull', { ranges: [{ conversation, limit: 1000 }] });
    return (batches[0]?.messages ?? []).map(({ seq, sender, time, content, state }) => ({
      seq,
      sender,
      time,
      content: decodeContent(content),
      state,
    }));
  }
}

/** What people have said. */
export function said(found: readonly Found[]): readonly Found[] {
  return found.filter(({ content }) => content.kind === undefined);
}
