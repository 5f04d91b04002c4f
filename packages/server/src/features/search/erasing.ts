/**
 * Erases words from the index that go without an entry in the log: what has expired, and what somebody said whose account is
 * erased. Recalls and vanishing come as entries (follower.ts).
 *
 * @module
 */
import type { Timer } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { ErasedUser, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import type { IndexChanges } from './index/search-index.ts';
import { writeNameKeys } from './name-queries.ts';
import { SEARCH_PLACE } from './place.ts';
import { expiredPlaces, saidInDirects } from './queries.ts';
import type { Place } from './queries.ts';

const PAGE = 500;
const RETRY_MS = 5000;
/** Conversations of which is remembered what has been erased. */
const MAX_KNOWN = 100_000;

export class IndexErasing {
  readonly #services: Services;
  /** Conversations, and the first seq that was kept when they were looked at. */
  readonly #done = new Map<number, number>();
  #after = 0;
  /** Users whose words could not be erased. */
  readonly #owed = new Set<number>();
  #retry: Timer | undefined;
  #isClosed = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** One page. Resolves with whether more is left. Never rejects for the index: what it cannot do now is done the next time. */
  async expire(): Promise<boolean> {
    const { store } = this.#services;
    const found = await store.run(expiredPlaces, this.#after, PAGE);
    const news = found.filter(([conversation, keptFrom]) => this.#done.get(conversation) !== keptFrom);
    const eraseRanges = news.map(([conversation, keptFrom]) => ({ conversation, from: 1, to: keptFrom - 1 }));
    if (news.length > 0 && !(await this.#write({ eraseRanges }))) {
      this.#after = 0;
      return false;
    }
    if (this.#done.size > MAX_KNOWN) this.#done.clear();
    for (const [conversation, keptFrom] of news) this.#done.set(conversation, keptFrom);
    this.#after = found.length < PAGE ? 0 : (found.at(-1)?.[0] ?? 0);
    return this.#after > 0;
  }

  /** The words of direct conversations go from the log soon after, whether or not the index works. */
  async erase({ user, words }: ErasedUser): Promise<void> {
    await this.#services.store.run(writeNameKeys, [{ user, keys: [] }], []);
    if (!words || this.#services.state(SEARCH_PLACE).isOff) return;
    this.#owed.add(user);
    await this.#settle();
  }

  close(): void {
    this.#isClosed = true;
    this.#retry?.cancel();
  }

  async #settle(): Promise<void> {
    for (const user of this.#owed) {
      if (this.#isClosed || !(await this.#eraseWords(user))) break;
      this.#owed.delete(user);
    }
    if (this.#owed.size === 0 || this.#isClosed) return;
    this.#retry ??= this.#services.clock.after(RETRY_MS, () => {
      this.#retry = undefined;
      // Not awaited: it tries again by itself.
      void this.#settle().catch(() => {});
    });
  }

  /** Whether all are gone. */
  async #eraseWords(user: number): Promise<boolean> {
    for (let after: Place | undefined = [0, 0]; after !== undefined;) {
      const found: readonly Place[] = await this.#services.store.run(saidInDirects, user, after, PAGE);
      const erase = found.map(([conversation, seq]) => ({ conversation, seq }));
      if (erase.length > 0 && !(await this.#write({ erase }))) return false;
      after = found.length < PAGE ? undefined : found.at(-1);
    }
    return true;
  }

  async #write(changes: IndexChanges): Promise<boolean> {
    try {
      const index = await this.#services.state(SEARCH_PLACE).index();
      return await index.write(changes);
    } catch (error) {
      this.#services.logger.warn(
        failureFields(fromStoreError(error)),
        'words were not erased from the search index; it is tried again',
      );
      return false;
    }
  }
}

export const ERASING = {
  name: 'erasing from the search index',
  open: (services: Services) => new IndexErasing(services),
  close: (erasing: IndexErasing) => erasing.close(),
};

export function personalData(services: Services): PersonalData {
  const erasing = services.state(ERASING);
  const erase = (erased: ErasedUser): Promise<void> => erasing.erase(erased);
  return services.state(SEARCH_PLACE).isOff ? { erase } : { erase, expire: () => erasing.expire() };
}
