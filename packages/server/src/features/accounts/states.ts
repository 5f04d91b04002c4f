/**
 * In-memory state of the accounts feature.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { optionsOf } from '../../config/option.ts';
import type { RouterState } from '../../router/services.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import { Passwords } from './passwords.ts';
import type { PasswordsOptions } from './passwords.ts';
import { Throttle } from './throttle.ts';
import { TokenCache } from './tokens.ts';

/** Hashes at once. One core stays free for those who are logged in. */
const MAX_HASHING = Math.max(1, Math.min(2, availableParallelism() - 1));
const MAX_HASHES_WAITING = 200;

export const PASSWORDS: RouterState<Passwords> = {
  name: 'passwords',
  open: passwordsWith({}),
  close: (passwords) => passwords.close(),
};

/** For tests and simulations: cheaper hashes, or hashes computed without threads. */
export function passwordsWith(
  changes: Pick<PasswordsOptions, 'cost' | 'derive'>,
): RouterState<Passwords>['open'] {
  return ({ random, config }) => {
    const { passwordMinLength, commonPasswords } = optionsOf(config.options, ACCOUNT_OPTIONS);
    return new Passwords({
      random,
      minChars: passwordMinLength,
      allowsCommon: commonPasswords,
      maxRunning: MAX_HASHING,
      maxWaiting: MAX_HASHES_WAITING,
      ...changes,
    });
  };
}

export const THROTTLE: RouterState<Throttle> = {
  name: 'throttle',
  open({ clock, gossip, cluster }) {
    const routers = (): number => Math.max(1, cluster.all().filter(({ isRouter }) => isRouter).length);
    const throttle = new Throttle(clock, (event) => gossip.tell(event), routers);
    for (const kind of ['loginFailed', 'loginSucceeded', 'registered'] as const) {
      gossip.on(kind, (note) => throttle.heard(note));
    }
    return throttle;
  },
};

export const TOKENS: RouterState<TokenCache> = {
  name: 'tokens',
  open({ clock, gossip }) {
    const tokens = new TokenCache(clock, (user) => gossip.tell({ case: 'sessionsChanged', value: user }));
    gossip.on('sessionsChanged', ({ value }) => tokens.forgetHere(value));
    return tokens;
  },
};

/** Listeners for disabled accounts. */
export class Disablings {
  readonly #heard: ((user: number) => Promise<void>)[] = [];

  on(heard: (user: number) => Promise<void>): void {
    this.#heard.push(heard);
  }

  /** Resolves when all listeners have finished. Call it again after a failure. */
  async tell(user: number): Promise<void> {
    for (const heard of this.#heard) await heard(user);
  }
}

export const DISABLINGS: RouterState<Disablings> = { name: 'disablings', open: () => new Disablings() };
