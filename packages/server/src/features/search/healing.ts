/**
 * Notices when the index is not what it should be, and has it built anew, while others search:
 * - of another version of the analyser, of a log that was restored, or lost: everything is read again;
 * - behind what the follower has handled, because its last writes were lost: what it lacks is read again.
 *
 * Every step may be repeated, and two routers may do it at once.
 *
 * @module
 */
import type { Duty } from '../../pipeline/duties.ts';
import { dropPast, restart, rewind } from '../../pipeline/followers/position-queries.ts';
import type { Rewound } from '../../pipeline/followers/position-queries.ts';
import type { Services } from '../../router/services.ts';
import { StoreError } from '../../store/store.ts';
import { ANALYSER_VERSION } from './analyser/version.ts';
import { nameDuty } from './names.ts';
import { mayHaveIndex } from './open.ts';
import { FOLLOWER, NOTES, SEARCH_PLACE } from './place.ts';
import type { SearchPlace } from './place.ts';
import { followed, positionsAfter } from './queries.ts';
import type { Place } from './queries.ts';

const DUTY = 'search-index';
const INTERVAL_MS = 1000;
/** How often all positions are compared, though nothing points to a loss. */
const COMPARE_MS = 3_600_000;
const PAGE = 1000;
/** With more conversations behind everything is read again. */
const MAX_BEHIND = 5000;
/** While the log grows there is always something that was not looked at yet. */
const CAUGHT_UP = 1000;

export function duties(services: Services): readonly Duty[] {
  const place = services.state(SEARCH_PLACE);
  if (place.isOff) return mayHaveIndex(services.store) ? [emptying(place)] : [];
  const healing = new Healing(services, place);
  return [
    { name: DUTY, intervalMs: INTERVAL_MS, run: (mayGoOn) => healing.round(mayGoOn) },
    nameDuty(services),
  ];
}

/** Words that are taken back while the search is off would stay in its index. */
function emptying(place: SearchPlace): Duty {
  let isEmpty = false;
  return {
    name: DUTY,
    intervalMs: INTERVAL_MS,
    async run() {
      if (isEmpty) return;
      const index = await place.index();
      if ((await index.state()).analyser !== 0) await index.clear(0);
      isEmpty = true;
    },
  };
}

class Healing {
  readonly #services: Services;
  readonly #place: SearchPlace;
  /** Of the index whose positions were compared, and when; monotonic ms. */
  #compared = { id: '', at: 0 };
  #hasPast = true;

  constructor(services: Services, place: SearchPlace) {
    this.#services = services;
    this.#place = place;
  }

  async round(mayGoOn: () => Promise<boolean>): Promise<void> {
    const { store, clock } = this.#services;
    try {
      this.#place.stale();
      const state = await this.#place.state();
      if (!this.#place.isUsable(state)) {
        this.#hasPast = true;
        await makeUsable(this.#services);
        return;
      }
      const isDue = this.#compared.id !== state.id || clock.monotonic() - this.#compared.at >= COMPARE_MS;
      if (isDue && (await this.#compare(mayGoOn))) {
        this.#compared = { id: state.id, at: clock.monotonic() };
      }
      if (state.notes.has(NOTES.building)) await this.#lookWhetherBuilt();
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'corrupt') throw error;
      this.#services.logger.error({ err: error }, 'the search index is damaged, and opened anew');
      await this.#place.reopen();
    }
    while (this.#hasPast && (await mayGoOn())) this.#hasPast = await store.run(dropPast, PAGE);
  }

  /** Whether it came to the end. */
  async #compare(mayGoOn: () => Promise<boolean>): Promise<boolean> {
    const { store, logger } = this.#services;
    const index = await this.#place.index();
    const behind: Rewound[] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      if (!(await mayGoOn())) return false;
      // First what is handled: the index is never behind that unless it has lost something.
      const handled: readonly Place[] = await store.run(positionsAfter, FOLLOWER, after, PAGE);
      if (handled.length > 0) {
        const found = await index.positionsOf(handled.map(([conversation]) => conversation));
        const indexed = new Map(found.map(({ conversation, seq }) => [conversation, seq]));
        for (const [conversation, seq] of handled) {
          const known = indexed.get(conversation) ?? 0;
          if (known < seq) behind.push([conversation, known]);
        }
      }
      if (behind.length > MAX_BEHIND) {
        await rebuild(this.#services);
        return false;
      }
      after = handled.length < PAGE ? undefined : handled.at(-1)?.[0];
    }
    if (behind.length === 0) return true;
    logger.warn({ conversations: behind.length }, 'the search index is behind; it reads again what it lacks');
    await index.write({ notes: { [NOTES.building]: '1' } });
    await store.run(rewind, FOLLOWER, behind);
    this.#place.stale();
    return true;
  }

  async #lookWhetherBuilt(): Promise<void> {
    const { total, handled } = await this.#services.store.run(followed, FOLLOWER);
    if (total - handled > Math.min(CAUGHT_UP, total / 100)) return;
    const index = await this.#place.index();
    await index.write({ notes: { [NOTES.building]: null } });
    this.#place.stale();
    this.#services.logger.info({ messages: total }, 'the search index is complete');
  }
}

/** Has the index built anew, unless somebody has just done it. */
export function makeUsable(services: Services): Promise<void> {
  const place = services.state(SEARCH_PLACE);
  return place.alone(async () => {
    place.stale();
    if (!place.isUsable(await place.state())) await rebuildNow(services);
  });
}

/** Empties the index, and lets everything be read again. */
export function rebuild(services: Services): Promise<void> {
  return services.state(SEARCH_PLACE).alone(() => rebuildNow(services));
}

async function rebuildNow(services: Services): Promise<void> {
  const { store, logger } = services;
  const place = services.state(SEARCH_PLACE);
  const index = await place.index();
  const { total, handled } = await store.run(followed, FOLLOWER);
  const isNew = total === 0 && handled === 0;
  if (!isNew) logger.info({ messages: total }, 'the search index is built anew from the log');
  // In this order: should it end in the middle, the index is behind, and that is noticed.
  await index.clear(ANALYSER_VERSION);
  await index.write({ notes: { [NOTES.epoch]: store.epoch, ...(!isNew && { [NOTES.building]: '1' }) } });
  place.stale();
  await place.state();
  if (handled > 0) await store.run(restart, FOLLOWER);
}
