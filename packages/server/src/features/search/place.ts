/**
 * The index as a router has it: opened when it is first needed, and again after a failure.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { StoreError } from '../../store/store.ts';
import { ANALYSER_VERSION } from './analyser/version.ts';
import type { IndexState, SearchIndex } from './index/search-index.ts';
import { openIndex } from './open.ts';
import { SEARCH_OPTIONS } from './options.ts';

/** After a failure nobody tries to open it for so long. */
const RETRY_MS = 1000;
/** So long the state of the index is taken for the same. */
const FRESH_MS = 1000;

/** The follower under whose name positions are kept. */
export const FOLLOWER = 'search';

/** Notes in the index. */
export const NOTES = {
  /** See Store.epoch: of the log from which it was built. */
  epoch: 'epoch',
  /** There while the log is read from the beginning, or what was lost is read again. */
  building: 'building',
} as const;

export class SearchPlace {
  readonly #services: Services;
  readonly isOff: boolean;
  #opening: Promise<SearchIndex> | undefined;
  #state: { readonly value: Promise<IndexState>; readonly since: number } | undefined;
  #last: IndexState | undefined;
  #changing: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(services: Services) {
    this.#services = services;
    this.isOff = !optionsOf(services.config.options, SEARCH_OPTIONS).search;
  }

  /** Rejects with a StoreError. */
  async index(): Promise<SearchIndex> {
    if (this.#isClosed) throw new StoreError('closed', 'the search index is closed');
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** How the index is, or was a moment ago. Rejects with a StoreError. */
  state(): Promise<IndexState> {
    const now = this.#services.clock.monotonic();
    if (this.#state === undefined || now - this.#state.since >= FRESH_MS) {
      const value = this.index().then((index) => index.state());
      this.#state = { value, since: now };
      value.then(
        (state) => (this.#last = state),
        () => {
          this.stale();
          this.#last = undefined;
        },
      );
    }
    return this.#state.value;
  }

  /** As it was when somebody last looked: who searches does not wait for what is being written. */
  async lastState(): Promise<IndexState> {
    const last = this.#last;
    const now = this.state();
    if (last === undefined) return now;
    // Whoever asks next is told.
    now.catch(() => {});
    return last;
  }

  /** Something has changed. */
  stale(): void {
    this.#state = undefined;
  }

  /** Whether what is in the index is of this log and this analyser. */
  isUsable({ analyser, notes }: IndexState): boolean {
    return analyser === ANALYSER_VERSION && notes.get(NOTES.epoch) === this.#services.store.epoch;
  }

  /** Lets one change the index as a whole at a time. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#changing;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#changing = promise;
    await before;
    try {
      return await work();
    } finally {
      resolve();
    }
  }

  /** Opens it again at the next use. */
  async reopen(): Promise<void> {
    const opened = this.#opening;
    this.#opening = undefined;
    this.stale();
    await opened?.then((index) => index.close()).catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.reopen();
  }

  #open(): Promise<SearchIndex> {
    const opening = openIndex(this.#services);
    opening.catch(() => {
      this.#services.clock.after(RETRY_MS, () => {
        if (this.#opening === opening) this.#opening = undefined;
      });
    });
    return opening;
  }
}

export const SEARCH_PLACE: RouterState<SearchPlace> = {
  name: 'search index',
  open: (services) => new SearchPlace(services),
  close: (place) => place.close(),
};

/** What somebody who searches is told when the index fails. */
export function asRefusal(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error;
  return new PosthornError('UNAVAILABLE', 'the search does not work at the moment', {
    reason: 'search-unavailable',
    cause: error,
    retryAfterMs: RETRY_MS,
  });
}

export function searchIsOff(): PosthornError {
  return new PosthornError('FORBIDDEN', 'this server has no search: --search off', { reason: 'search-off' });
}
