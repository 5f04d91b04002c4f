/**
 * What somebody searches for, once names are people and conversations: for them alone.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { QueryNoteInit, Search } from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import type { Services } from '../../router/services.ts';
import { parseQuery } from './analyser/query.ts';
import type { Filters, Query } from './analyser/query.ts';
import { conversationsCalled, usersCalled } from './called.ts';
import type { Circle } from './called.ts';
import type { IndexQuestion, Reach } from './index/search-index.ts';
import { midnight } from './midnights.ts';
import { directOf, searched, searchedAmong } from './queries.ts';
import type { Searched } from './queries.ts';

export interface Asked {
  readonly reader: number;
  readonly query: Query;
  readonly question: IndexQuestion;
  /** Undefined: nothing can be found, because somebody or something is meant that there is not; or nothing is asked. */
  readonly reach: Reach | undefined;
  /** Conversations in it that the reader has left. */
  readonly left: ReadonlySet<number>;
  readonly notes: readonly QueryNoteInit[];
}

/** Longer ones are not even read. */
const MAX_UNITS = 4000;

/** Throws TOO_LARGE, INVALID, NOT_A_MEMBER. */
export async function askedBy(services: Services, reader: number, request: Search): Promise<Asked> {
  if (request.q.length > MAX_UNITS)
    throw new PosthornError('TOO_LARGE', `a query has at most ${MAX_UNITS} characters`, {
      reason: 'query-too-long',
    });
  const query = parseQuery(request.q);
  const conversations = await conversationsOf(services, reader, request);
  const names = new Names(services, { reader, conversations }, request.q);
  const senders = await names.all(query.only, 'from');
  const notSenders = await names.all(query.without, 'from');
  const within = await names.all(query.only, 'in');
  const notWithin = new Set(await names.all(query.without, 'in'));
  const chosen = conversations.filter(
    ({ conversation }) =>
      (within === undefined || within.includes(conversation)) && !notWithin.has(conversation),
  );
  const question = questionOf(query, request.zone, { senders, notSenders });
  const isNothing = senders?.length === 0 || isEmpty(question, within);
  return {
    reader,
    query,
    question,
    reach: isNothing ? undefined : reachOf(chosen),
    left: new Set(chosen.filter(({ hasLeft }) => hasLeft).map(({ conversation }) => conversation)),
    notes: [...query.notes, ...names.notes],
  };
}

async function conversationsOf(
  { store }: Services,
  reader: number,
  { conversation, user: peer }: Search,
): Promise<readonly Searched[]> {
  if (conversation > 0) {
    const found = await store.run(searchedAmong, reader, [conversation]);
    if (found.length === 0) throw notAMember();
    return found;
  }
  if (peer === 0) return store.run(searched, reader);
  const direct = await store.run(directOf, reader, peer);
  return direct === 0 ? [] : store.run(searchedAmong, reader, [direct]);
}

function reachOf(conversations: readonly Searched[]): Reach {
  return conversations.flatMap(({ conversation, intervals }) =>
    intervals.filter(({ from, to }) => from <= to).map(({ from, to }) => ({ conversation, from, to })),
  );
}

interface Senders {
  readonly senders: readonly number[] | undefined;
  readonly notSenders: readonly number[] | undefined;
}

function questionOf(
  { all, none, only, without, since, before }: Query,
  zone: string,
  { senders, notSenders }: Senders,
): IndexQuestion {
  const labels = [
    ...(only.kind.length > 0 ? [only.kind.map((kind) => `kind:${kind}`)] : []),
    ...only.has.map((what) => [`has:${what}`]),
  ];
  const notLabels = [
    ...without.kind.map((kind) => `kind:${kind}`),
    ...without.has.map((what) => `has:${what}`),
  ];
  return {
    all,
    none,
    ...(senders !== undefined && { senders }),
    ...(notSenders !== undefined && notSenders.length > 0 && { notSenders }),
    ...(labels.length > 0 && { labels }),
    ...(notLabels.length > 0 && { notLabels }),
    ...(since !== undefined && { since: midnight(since, zone) }),
    ...(before !== undefined && { before: midnight(before, zone) }),
  };
}

/** Nothing was typed that means anything. */
function isEmpty({ all, none, ...filters }: IndexQuestion, within: readonly number[] | undefined): boolean {
  return all.length === 0 && none.length === 0 && Object.keys(filters).length === 0 && within === undefined;
}

/** Finds out who and what is meant, and notes what cannot be meant. */
class Names {
  readonly #services: Services;
  readonly #circle: Circle;
  readonly #typed: string;
  readonly notes: QueryNoteInit[] = [];

  constructor(services: Services, circle: Circle, typed: string) {
    this.#services = services;
    this.#circle = circle;
    this.#typed = typed;
  }

  /** Ids of all that is meant by one of these values. Undefined: no value was given. */
  async all(filters: Filters, key: 'from' | 'in'): Promise<readonly number[] | undefined> {
    const values = filters[key];
    if (values.length === 0) return undefined;
    const find = key === 'from' ? usersCalled : conversationsCalled;
    const ids: number[] = [];
    for (const value of values) {
      const found = await find(this.#services, this.#circle, value);
      if (found.length === 0) this.#note(key === 'from' ? 'UNKNOWN_USER' : 'UNKNOWN_CONVERSATION', value);
      ids.push(...found);
    }
    return [...new Set(ids)];
  }

  #note(code: string, value: string): void {
    const start = Math.max(0, this.#typed.indexOf(value));
    this.notes.push({ code, start, end: start + value.length });
  }
}
