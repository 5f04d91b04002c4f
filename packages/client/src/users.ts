/**
 * A cache of the users that this client has asked for.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { User } from '@posthorn/protocol';
import type { Client } from './api.ts';
import type { Platform } from './platform.ts';

interface Known {
  readonly user: Promise<User | undefined>;
  /** By the monotonic clock. */
  readonly at: number;
}

const REMEMBER_MS = 300_000;
const MAX_USERS = 10_000;

export class Users {
  readonly #platform: Platform;
  readonly #ask: (idOrName: number | string) => Promise<User | undefined>;
  readonly #known = new Map<number | string, Known>();

  constructor(platform: Platform, ask: (idOrName: number | string) => Promise<User | undefined>) {
    this.#platform = platform;
    this.#ask = ask;
  }

  /** The profile has changed. */
  heard(user: User): void {
    for (const key of [user.id, user.name]) this.#known.delete(key);
  }

  /** Undefined if there is no such user. Rejects if the server could not be asked. */
  get(idOrName: number | string): Promise<User | undefined> {
    const now = this.#platform.monotonic();
    const known = this.#known.get(idOrName);
    if (known !== undefined && now - known.at < REMEMBER_MS) return known.user;
    if (this.#known.size >= MAX_USERS) this.#known.clear();
    const user = this.#ask(idOrName);
    this.#known.set(idOrName, { user, at: now });
    const forget = (): boolean => this.#known.delete(idOrName);
    user.then((found) => found === undefined && forget(), forget);
    return user;
  }

  /** Rejects with NOT_FOUND if nobody has this name. */
  async idOf(name: string): Promise<number> {
    const user = await this.get(name);
    if (user === undefined) throw new PosthornError('NOT_FOUND', `there is no user called ${name}`);
    return user.id;
  }
}

export async function askUser(
  client: Pick<Client, 'call'>,
  idOrName: number | string,
): Promise<User | undefined> {
  const which = typeof idOrName === 'number' ? { ids: [idOrName] } : { names: [idOrName] };
  return (await client.call('getUsers', which)).users[0];
}
