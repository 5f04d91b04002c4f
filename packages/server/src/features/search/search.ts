/**
 * Searching messages. The index says where something may be; each hit is looked at as it is in the log now, and as far as its
 * reader may see it, before it is shown.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { HitInit, HitCountInit, Search, SearchResultsInit } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import { bytesOf } from '../../store/log/paging.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { messagesFor } from '../messages/reading.ts';
import { askedBy } from './asked.ts';
import type { Asked } from './asked.ts';
import { checkedHits } from './checking.ts';
import type { Checked } from './checking.ts';
import { isCursor } from './index/pages.ts';
import type { Hit, IndexOrder, SearchIndex } from './index/search-index.ts';
import { asRefusal, SEARCH_PLACE, searchIsOff } from './place.ts';
import { progressOf } from './standing.ts';

const DEFAULT_HITS = 20;
const MAX_HITS = 50;
/** Searches of one user at once, and how many of them may wait. */
const OWN_AT_ONCE = 2;
const OWN_WAITING = 8;
/** Searches at once on this router: whoever comes later waits. */
const AT_ONCE = 8;
/** So long further hits are looked for to fill a page. */
const FILL_MS = 1000;
/** Bytes of messages on a page; more than one fits in any case. */
const MAX_BYTES = LIMITS.maxPullBytes;
/** Hits that are counted. */
const MAX_COUNTED = 1000;
/** Conversations whose counts are told. */
const MAX_COUNTS = 100;
/** Hits that are looked at to count those in conversations that the reader has left. */
const MAX_LEFT_HITS = 200;
const INDEX_PAGE = 100;

export const SEARCH_TURNS: RouterState<{ readonly own: Turns; readonly all: Turns }> = {
  name: 'search turns',
  open: () => ({ own: new Turns(OWN_AT_ONCE, OWN_WAITING), all: new Turns(AT_ONCE) }),
};

export async function search(
  services: Services,
  caller: Caller,
  request: Search,
): Promise<SearchResultsInit> {
  const { user } = sessionOf(caller);
  if (services.state(SEARCH_PLACE).isOff) throw searchIsOff();
  if (request.cursor !== '' && !isCursor(request.cursor))
    throw new PosthornError('INVALID', 'this cursor did not come from a page');
  const { own, all } = services.state(SEARCH_TURNS);
  try {
    return await own.take(user, () => all.take(0, () => searchNow(services, user, request)));
  } catch (error) {
    throw asRefusal(error);
  }
}

async function searchNow(services: Services, user: number, request: Search): Promise<SearchResultsInit> {
  const asked = await askedBy(services, user, request);
  const place = services.state(SEARCH_PLACE);
  const state = await place.lastState();
  const progress = await progressOf(services, state);
  const standing = {
    incomplete: progress < 100,
    progress: progress < 100 ? progress : 0,
    notes: asked.notes,
  };
  if (asked.reach === undefined || asked.reach.length === 0 || !place.isUsable(state)) return standing;
  const index = await place.index();
  const page = await new Searching(services, index, asked).page(request);
  const counts = request.counts && request.cursor === '' ? await countsOf(services, index, asked) : [];
  return { ...standing, ...page, counts };
}

class Searching {
  readonly #services: Services;
  readonly #index: SearchIndex;
  readonly #asked: Asked;

  constructor(services: Services, index: SearchIndex, asked: Asked) {
    this.#services = services;
    this.#index = index;
    this.#asked = asked;
  }

  async page({ order, limit, cursor }: Search): Promise<Pick<SearchResultsInit, 'hits' | 'next'>> {
    const { clock } = this.#services;
    const wanted = Math.min(limit === 0 ? DEFAULT_HITS : limit, MAX_HITS);
    const by: IndexOrder = order === 'best' ? 'best' : 'newest';
    const checked: Checked[] = [];
    const end = clock.monotonic() + FILL_MS;
    let bytes = 0;
    let next: string | undefined = cursor;
    do {
      const after: string = next;
      const found = await this.#indexPage(by, wanted - checked.length, after);
      const some = await checkedHits(this.#services, this.#asked, found.hits);
      const fit = this.#fitting(some, bytes);
      bytes += fit.bytes;
      if (fit.isCut) {
        // The rest is for the next page, which begins behind the last hit that fits.
        const last = fit.some.at(-1)?.message;
        const upTo = found.hits.findIndex((hit) => isAt(hit, last)) + 1;
        const again = await this.#indexPage(by, upTo, after);
        return { hits: await this.#shown([...checked, ...fit.some]), next: again.next ?? '' };
      }
      checked.push(...some);
      next = found.next;
    } while (next !== undefined && checked.length < wanted && clock.monotonic() < end);
    return { hits: await this.#shown(checked), next: next ?? '' };
  }

  #indexPage(order: IndexOrder, limit: number, after: string): ReturnType<SearchIndex['search']> {
    const { question, reach = [] } = this.#asked;
    return this.#index.search(question, reach, { order, limit, ...(after !== '' && { after }) });
  }

  #fitting(
    some: readonly Checked[],
    before: number,
  ): { readonly some: readonly Checked[]; readonly bytes: number; readonly isCut: boolean } {
    let bytes = 0;
    const end = some.findIndex(({ message }, at) => {
      bytes += bytesOf(message);
      return before + bytes > MAX_BYTES && (before > 0 || at > 0);
    });
    return end === -1 ? { some, bytes, isCut: false } : { some: some.slice(0, end), bytes, isCut: true };
  }

  /** In the same order, with what has become of the messages. */
  async #shown(checked: readonly Checked[]): Promise<readonly HitInit[]> {
    const hits = new Map<string, HitInit>();
    const { reader } = this.#asked;
    for (const [conversation, some] of Map.groupBy(checked, ({ message }) => message.conversation)) {
      const messages = some.map(({ message }) => message).toSorted((a, b) => a.seq - b.seq);
      for (const message of await messagesFor(this.#services, reader, { conversation, messages }))
        hits.set(`${conversation}/${message.seq}`, { message });
    }
    return checked.map(({ message: { conversation, seq }, found }) => ({
      ...hits.get(`${conversation}/${seq}`),
      ...found,
    }));
  }
}

function isAt(hit: Hit, message: StoredMessage | undefined): boolean {
  return hit.conversation === message?.conversation && hit.seq === message.seq;
}

/** How many were found where. What somebody has left is looked at: it may have been edited since. */
async function countsOf(
  services: Services,
  index: SearchIndex,
  asked: Asked,
): Promise<readonly HitCountInit[]> {
  const { question, reach = [], left } = asked;
  const present = reach.filter(({ conversation }) => !left.has(conversation));
  const { counts, isComplete } =
    present.length === 0
      ? { counts: [], isComplete: true }
      : await index.count(question, present, { maxHits: MAX_COUNTED });
  const past = await countLeft(services, index, asked);
  return [...counts.map((each) => ({ ...each, more: !isComplete })), ...past]
    .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
    .slice(0, MAX_COUNTS);
}

async function countLeft(
  services: Services,
  index: SearchIndex,
  asked: Asked,
): Promise<readonly HitCountInit[]> {
  const { question, reach = [], left } = asked;
  const past = reach.filter(({ conversation }) => left.has(conversation));
  if (past.length === 0) return [];
  const counts = new Map<number, number>();
  let after: string | undefined;
  let looked = 0;
  do {
    const page = await index.search(question, past, {
      order: 'newest',
      limit: INDEX_PAGE,
      ...(after !== undefined && { after }),
    });
    looked += page.hits.length;
    for (const { message } of await checkedHits(services, asked, page.hits))
      counts.set(message.conversation, (counts.get(message.conversation) ?? 0) + 1);
    after = page.next;
  } while (after !== undefined && looked < MAX_LEFT_HITS);
  const more = after !== undefined;
  return Array.from(counts, ([conversation, count]) => ({ conversation, count, more }));
}
