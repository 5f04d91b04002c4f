/**
 * A server on which Juliet is online, and Romeo sits before the full-screen chat.
 *
 * @module
 */
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { Chat } from '../../src/chat/chat.ts';
import { ruleResponder } from '../../src/chat/responder.ts';
import { FakeTerminal, KEYS } from './fake-terminal.ts';

/** The marks of what was read are in cyan. */
export const READ = '\u001B[36m ✓✓';

export class Verona {
  readonly place: InProcess;
  readonly juliet: Client;
  readonly romeo: Client;
  readonly chat: Chat;
  readonly screen: FakeTerminal;

  private constructor(
    place: InProcess,
    { juliet, romeo, chat }: { readonly juliet: Client; readonly romeo: Client; readonly chat: Chat },
    size: { readonly columns: number; readonly rows: number },
  ) {
    this.place = place;
    this.juliet = juliet;
    this.romeo = romeo;
    this.chat = chat;
    this.screen = new FakeTerminal(chat, size);
  }

  static async open(size = { columns: 80, rows: 16 }): Promise<Verona> {
    const place = await startInProcess({ loginPolicy: 'multi' }, { limits: { offlineGraceMs: 50 } });
    const juliet = await online(place, 'juliet');
    const { promise, resolve } = Promise.withResolvers<Chat>();
    const romeo = await online(place, 'romeo', (client) =>
      resolve(new Chat({ client, responder: ruleResponder(), signal: new AbortController().signal })),
    );
    const verona = new Verona(place, { juliet, romeo, chat: await promise }, size);
    await verona.screen.shows(/📯 Lobby .*romeo · online/);
    return verona;
  }

  /** Types each command, and waits for what it shows. */
  async follow(steps: readonly (readonly [typed: string, shown: RegExp])[]): Promise<void> {
    for (const [typed, shown] of steps) {
      await this.screen.type(typed, KEYS.enter);
      await this.screen.shows(shown);
    }
  }

  async close(): Promise<void> {
    this.screen.close();
    this.chat.close();
    await Promise.all([this.romeo.close(), this.juliet.close()]);
    await this.place.server.close();
  }
}

/** A new account's device that knows everything. `started`: called before anything can have happened. */
export async function online(
  { tcpUrl }: InProcess,
  user: string,
  started: (client: Client) => void = () => {},
): Promise<Client> {
  const client = await connect({ server: tcpUrl, user, password: 'pw', register: true });
  started(client);
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

/** Resolves when this has come to the client. */
export function heard(client: Client, text: string): Promise<void> {
  return new Promise((resolve) => {
    client.on('message', ({ content }) => {
      if (content.text === text) resolve();
    });
  });
}
