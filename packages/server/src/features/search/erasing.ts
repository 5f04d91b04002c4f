/**
 * Erases words from the index that go without an entry in the log: what has expired, and what somebody said whose account is
 * erased. Recalls and vanishing come as entries (follower.ts).
 *
 * @module
 */
import type { ErasedUser, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { writeNameKeys } from './name-queries.ts';
import { SEARCH_PLACE } from './place.ts';
import { expiredPlaces, saidInDirects } from './queries.ts';
import type { Place } from './queries.ts';

const PAGE = 500;
/** Conversations of which is remembered what has been erased. */
const MAX_KNOWN = 100_000;

export class IndexErasing {
  readonly #services: Services;
  /** Conversations, and the first seq that was kept when they were looked at. */
  readonly #done = new Map<number, number>();
  #after = 0;

  constructor(services: Services) {
    this.#services = services;
  }

  /** One page. Resolves with whether more is left. */
  async expire(): Promise<boolean> {
    const { store } = this.#services;
    const found = await store.run(expiredPlaces, this.#after, PAGE);
    const news = found.filter(([conversation, keptFrom]) => this.#done.get(conversation) !== keptFrom);
    if (news.length > 0) {
      const index = await this.#services.state(SEARCH_PLACE).index();
      const eraseRanges = news.map(([conversation, keptFrom]) => ({
        conversation,
        from: 1,
        to: keptFrom - 1,
      }));
      await index.write({ eraseRanges });
      if (this.#done.size > MAX_KNOWN) this.#done.clear();
      for (const [conversation, keptFrom] of news) this.#done.set(conversation, keptFrom);
    }
    this.#after = found.length < PAGE ? 0 : (found.at(-1)?.[0] ?? 0);
    return this.#after > 0;
  }

  /** The words of direct conversations go from the log soon after. */
  async erase({ user, words }: ErasedUser): Promise<void> {
    const { store } = this.#services;
    await store.run(writeNameKeys, [{ user, keys: [] }], []);
    if (!words || this.#services.state(SEARCH_PLACE).isOff) return;
    const index = await this.#services.state(SEARCH_PLACE).index();
    for (let after: Place | undefined = [0, 0]; after !== undefined;) {
      const found: readonly Place[] = await store.run(saidInDirects, user, after, PAGE);
      if (found.length > 0)
        await index.write({ erase: found.map(([conversation, seq]) => ({ conversation, seq })) });
      after = found.length < PAGE ? undefined : found.at(-1);
    }
  }
}

export const ERASING = {
  name: 'erasing from the search index',
  open: (services: Services) => new IndexErasing(services),
};

export function personalData(services: Services): PersonalData {
  const erasing = services.state(ERASING);
  const erase = (erased: ErasedUser): Promise<void> => erasing.erase(erased);
  return services.state(SEARCH_PLACE).isOff ? { erase } : { erase, expire: () => erasing.expire() };
}
