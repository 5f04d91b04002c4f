/**
 * Carries erasures out, in steps that may be repeated: a router that dies in the middle leaves the rest to another one. The
 * router that was asked begins at once; the one that does cluster-wide work looks for what is left.
 *
 * @module
 */
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import { LeaderWork } from '../../router/leader-work.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { CLOSINGS } from '../accounts/closing.ts';
import * as erasureQueries from '../accounts/erasure-queries.ts';
import type { ErasureRecord } from '../accounts/erasure-queries.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { ERASED } from './contents.ts';
import * as placeQueries from './queries.ts';

const ROUND_MS = 15_000;
/**
 * What was under way when the account was closed, such as being added to a group, has ended after this time. A pass that
 * begins later is the last one.
 */
const SETTLED_MS = 60_000;
const ERASURES = 20;
const DIRECTS = 100;
/** Messages, and groups, of one transaction. */
const SLICE = 500;

export class Erasures {
  readonly #services: Services;
  readonly #rounds: LeaderWork;
  readonly #running = new Map<number, Promise<void>>();

  constructor(services: Services) {
    this.#services = services;
    this.#rounds = new LeaderWork(services, {
      intervalMs: ROUND_MS,
      run: () => this.#round(),
      failure: 'unfinished erasures were not looked for',
    });
    services.state(CLOSINGS).on((erasure) => this.#start(erasure));
  }

  /** Begins to carry out an erasure, unless that is under way here. */
  #start(erasure: ErasureRecord): void {
    // Not awaited: a failure is logged, and the next round goes on.
    void this.#carryOut(erasure);
  }

  /** Resolves when nothing is under way. Idempotent. */
  async close(): Promise<void> {
    this.#rounds.close();
    await Promise.all(this.#running.values());
  }

  async #round(): Promise<void> {
    const left = await this.#services.store.run(erasureQueries.unfinishedErasures, ERASURES);
    for (const erasure of left) await this.#carryOut(erasure);
  }

  /** Never rejects. */
  #carryOut(erasure: ErasureRecord): Promise<void> {
    const { user } = erasure;
    const running = this.#running.get(user);
    if (running !== undefined) return running;
    const pass = this.#pass(erasure)
      .catch((error: unknown) => {
        const fields = { ...failureFields(fromStoreError(error)), user };
        this.#services.logger.warn(fields, 'an erasure did not come to its end, and is tried again');
      })
      .finally(() => this.#running.delete(user));
    this.#running.set(user, pass);
    return pass;
  }

  async #pass(erasure: ErasureRecord): Promise<void> {
    const { store, clock, logger, personalData } = this.#services;
    const { user, requestedAt } = erasure;
    const isLast = clock.now() - requestedAt >= SETTLED_MS;
    for (const { erase } of personalData()) {
      if (this.#rounds.isClosed) return;
      await erase?.(erasure);
    }
    await this.#leaveDirects(erasure);
    while (!this.#rounds.isClosed && (await store.run(placeQueries.forgetGroups, user, SLICE)) === SLICE);
    const [account] = await store.run(userQueries.usersByIds, [user]);
    await store.run(placeQueries.forgetRest, user, account?.inbox ?? 0);
    if (!isLast || this.#rounds.isClosed) return;
    await store.run(erasureQueries.endErasure, user, clock.now());
    logger.info({ user }, 'nothing of the account is left to erase');
  }

  async #leaveDirects({ user, words }: ErasureRecord): Promise<void> {
    const { store, conversations } = this.#services;
    for (let after = 0; ;) {
      const directs = await store.run(placeQueries.ownDirects, user, after, DIRECTS);
      for (const { id, kind } of directs) {
        const { from, to } = await store.run(placeQueries.depart, user, id);
        conversations.changed(id);
        if (words && kind === 'direct') await this.#eraseWords(user, id, { from, to });
        if (this.#rounds.isClosed) return;
      }
      if (directs.length < DIRECTS) return;
      after = directs.at(-1)?.id ?? after;
    }
  }

  async #eraseWords(user: number, conversation: number, { from, to }: placeQueries.Span): Promise<void> {
    const { store } = this.#services;
    for (let at = from; at <= to && !this.#rounds.isClosed; at += SLICE) {
      const slice = { from: at, to: Math.min(to, at + SLICE - 1) };
      await store.run(placeQueries.eraseWords, user, conversation, slice, ERASED);
    }
  }
}

export const ERASURES_STATE: RouterState<Erasures> = {
  name: 'erasures',
  open: (services) => new Erasures(services),
  close: (erasures) => erasures.close(),
};
