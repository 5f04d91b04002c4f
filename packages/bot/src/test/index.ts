/**
 * Runs a bot against a server in the process of the test, with a store in memory. Needs `@posthorn/server`.
 *
 * @module
 */
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import {
  configWith,
  createMemoryStore,
  silentLogger,
  startServer,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { RunningServer, Store } from '@posthorn/server';
import type { Bot, BotOptions } from '../bot.ts';
import { TestUser } from './user.ts';

export { TestUser } from './user.ts';

export interface TestBotOptions {
  /** Of the bot's account. Default: `bot`. */
  readonly name?: string;
}

/** A bot, its server, and a group that it is in. */
export class BotTest {
  readonly bot: Bot;
  readonly botUser: number;
  /** Everybody who joins is in it. */
  readonly group: number;
  /** The address of the server, for whatever else is to talk to it. */
  readonly server: string;
  readonly #running: RunningServer;
  readonly #store: Store;
  readonly #owner: Client;
  readonly #users: TestUser[] = [];

  constructor(parts: {
    readonly bot: Bot;
    readonly botUser: number;
    readonly group: number;
    readonly server: string;
    readonly running: RunningServer;
    readonly store: Store;
    readonly owner: Client;
  }) {
    this.bot = parts.bot;
    this.botUser = parts.botUser;
    this.group = parts.group;
    this.server = parts.server;
    this.#running = parts.running;
    this.#store = parts.store;
    this.#owner = parts.owner;
  }

  /** A person, who joins the group. */
  async user(name: string): Promise<TestUser> {
    const client = await connect({ server: this.server, user: name, password: PASSWORD, register: true });
    const user = new TestUser(client, { group: this.group, bot: this.botUser });
    this.#users.push(user);
    await user.synced();
    await this.#owner.call('addMembers', {
      conversation: this.group,
      users: [user.id],
      clientId: `add-${name}`,
    });
    return user;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.bot.close();
    for (const user of this.#users.splice(0)) await user.close();
    await this.#owner.close();
    await this.#running.close();
    await this.#store.close();
  }
}

const PASSWORD = 'correct horse battery staple';

/** What a bot is made with in a test. */
export interface TestPlace extends Pick<BotOptions, 'server' | 'token'> {
  /** A group that the bot is in. */
  readonly group: number;
}

/** Starts a server, makes a bot and starts it. Close what this gives in the end. */
export async function testBot(
  make: (place: TestPlace) => Bot,
  { name = 'bot' }: TestBotOptions = {},
): Promise<BotTest> {
  const store = createMemoryStore({ random: systemRandom });
  const config = configWith({
    http: 0,
    tcp: 0,
    web: 'off',
    drainWindow: 0,
    previews: false,
    loginPolicy: 'multi',
  });
  const running = await startServer({
    config,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    store,
  });
  const server = `http://127.0.0.1:${running.httpPort}`;
  const owner = await connect(
    { server, user: 'owner', password: PASSWORD, register: true },
    { receives: false },
  );
  const made = await owner.call('createBot', { name });
  const botUser = made.bot?.user?.id ?? 0;
  const { id: group } = await owner.call('createGroup', {
    title: 'Test',
    members: [botUser],
    clientId: 'group',
  });
  const bot = make({ server, token: made.token, group });
  await bot.start();
  return new BotTest({ bot, botUser, group, server, running, store, owner });
}
