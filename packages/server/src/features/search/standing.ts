/**
 * How the index is, and having it built anew.
 *
 * @module
 */
import type { GetSearchIndex, Reindex, SearchIndexInit } from '@posthorn/protocol';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { rebuild } from './healing.ts';
import type { IndexState } from './index/search-index.ts';
import { asRefusal, FOLLOWER, NOTES, SEARCH_PLACE, searchIsOff } from './place.ts';
import { followed } from './queries.ts';

/** While the index is built everybody who searches wants to know how far it is. */
const FRESH_MS = 1000;

export class Progress {
  readonly #services: Services;
  #asked: { readonly value: Promise<{ total: number; handled: number }>; readonly since: number } | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  /** As it was a moment ago. */
  now(): Promise<{ readonly total: number; readonly handled: number }> {
    const { store, clock } = this.#services;
    const now = clock.monotonic();
    if (this.#asked === undefined || now - this.#asked.since >= FRESH_MS) {
      this.#asked = { value: store.run(followed, FOLLOWER), since: now };
    }
    return this.#asked.value;
  }
}

export const PROGRESS: RouterState<Progress> = {
  name: 'progress of the search index',
  open: (services) => new Progress(services),
};

/** In percent; 100: everything is found. */
export async function progressOf(services: Services, state: IndexState): Promise<number> {
  if (!services.state(SEARCH_PLACE).isUsable(state)) return 0;
  if (!state.notes.has(NOTES.building)) return 100;
  const { total, handled } = await services.state(PROGRESS).now();
  return total === 0 ? 99 : Math.min(99, Math.floor((100 * handled) / total));
}

export async function getSearchIndex(
  services: Services,
  _caller: Caller,
  _request: GetSearchIndex,
): Promise<SearchIndexInit> {
  const place = services.state(SEARCH_PLACE);
  if (place.isOff) return { state: 'off' };
  const { total, handled } = await services.store.run(followed, FOLLOWER);
  const lag = total - handled;
  try {
    place.stale();
    const state = await place.state();
    const progress = await progressOf(services, state);
    const stats = await (await place.index()).stats();
    return { state: progress < 100 ? 'building' : 'ready', progress, lag, ...stats };
  } catch (error) {
    services.logger.warn(failureFields(fromStoreError(error)), 'the search index does not answer');
    return { state: 'broken', lag, trouble: error instanceof Error ? error.message : String(error) };
  }
}

export async function reindex(
  services: Services,
  caller: Caller,
  _request: Reindex,
): Promise<SearchIndexInit> {
  if (services.state(SEARCH_PLACE).isOff) throw searchIsOff();
  try {
    await rebuild(services);
  } catch (error) {
    throw asRefusal(error);
  }
  return getSearchIndex(services, caller, {});
}
