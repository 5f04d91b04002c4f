/**
 * Brings what is said into the index, entry by entry. Never on the path of an ack.
 *
 * The index knows how far it has come in each conversation, in the same transaction as its documents. So nothing is skipped, and
 * nothing is done twice: an entry that it has is passed over, and when one is missing between those it has and those that
 * come, the follower goes back to it.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import { decodeContent } from '@posthorn/protocol';
import type { Follower, LogEntry } from '../../pipeline/followers/follower.ts';
import { rewind } from '../../pipeline/followers/position-queries.ts';
import type { Rewound } from '../../pipeline/followers/position-queries.ts';
import type { Services } from '../../router/services.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { codesOf } from './analyser/codes.ts';
import { findableIn } from './documents.ts';
import { joinedCodes } from './index/joined.ts';
import type {
  DocumentKey,
  IndexDocument,
  IndexState,
  PositionChange,
  SearchIndex,
} from './index/search-index.ts';
import { makeUsable } from './healing.ts';
import { FOLLOWER, SEARCH_PLACE } from './place.ts';
import type { SearchPlace } from './place.ts';
import { messagesNow } from './queries.ts';
import type { Place } from './queries.ts';
import { Busyness, Pieces, yieldToOthers } from '../../yielding.ts';

const MAX_ENTRIES = 500;
const MAX_BYTES = 262_144;
/** Positions of the index that are remembered. */
const MAX_KNOWN = 50_000;
/** Whoever has taken the follower back loses it within this time. */
const LOSS_MS = 5000;

export function followers(services: Services): readonly Follower[] {
  if (services.state(SEARCH_PLACE).isOff) return [];
  const writer = new IndexWriter(services);
  return [
    {
      name: FOLLOWER,
      start: 'beginning',
      maxEntries: MAX_ENTRIES,
      maxBytes: MAX_BYTES,
      handle: (entries, signal) => writer.handle(entries, signal),
    },
  ];
}

export class IndexWriter {
  readonly #services: Services;
  readonly #pieces: Pieces;
  readonly #busyness = new Busyness();
  /** Of which index the positions are known. */
  #id = '';
  /** How far the index has come. */
  readonly #known = new Map<number, number>();

  constructor(services: Services) {
    this.#services = services;
    this.#pieces = new Pieces(services.clock);
  }

  async handle(entries: readonly LogEntry[], signal: AbortSignal): Promise<void> {
    const place = this.#services.state(SEARCH_PLACE);
    const state = await this.#usableState(place);
    const index = await place.index();
    if (state.id !== this.#id || this.#known.size > MAX_KNOWN) this.#known.clear();
    this.#id = state.id;
    await this.#load(index, entries);
    const news = entries.filter(({ conversation, seq }) => seq > this.#knownOf(conversation));
    const missing = this.#missingBefore(news);
    if (missing.length > 0) return this.#goBack(missing, signal);
    if (news.length === 0) return;
    const started = performance.now();
    this.#pieces.begin();
    const changes = await this.#changesOf(news);
    const positions = this.#positionsAfter(news);
    const ownMs = this.#pieces.end();
    if (!(await index.write({ ...changes, positions }))) {
      this.#known.clear();
      place.stale();
      throw new Error('somebody else has written to the search index; the same entries come again');
    }
    for (const { conversation, seq } of positions) this.#known.set(conversation, seq);
    const parts = { clock: this.#services.clock, busyness: this.#busyness };
    await yieldToOthers(parts, { tookMs: performance.now() - started, ownMs }, signal);
  }

  async #usableState(place: SearchPlace): Promise<IndexState> {
    const state = await place.state();
    if (place.isUsable(state)) return state;
    await makeUsable(this.#services);
    const now = await place.state();
    if (!place.isUsable(now)) throw new Error('the search index has to be built anew first');
    return now;
  }

  #knownOf(conversation: number): number {
    return this.#known.get(conversation) ?? 0;
  }

  async #load(index: SearchIndex, entries: readonly LogEntry[]): Promise<void> {
    const unknown = [...new Set(entries.map(({ conversation }) => conversation))].filter(
      (each) => !this.#known.has(each),
    );
    if (unknown.length === 0) return;
    for (const each of unknown) this.#known.set(each, 0);
    for (const { conversation, seq } of await index.positionsOf(unknown)) this.#known.set(conversation, seq);
  }

  /** Conversations of which the index lacks something before these entries, and how far it has come there. */
  #missingBefore(news: readonly LogEntry[]): readonly Rewound[] {
    const seen = new Set<number>();
    const missing: Rewound[] = [];
    for (const { conversation, seq } of news) {
      if (seen.has(conversation)) continue;
      seen.add(conversation);
      const known = this.#knownOf(conversation);
      if (seq > known + 1) missing.push([conversation, known]);
    }
    return missing;
  }

  async #goBack(missing: readonly Rewound[], signal: AbortSignal): Promise<void> {
    const { store, logger, clock } = this.#services;
    logger.warn(
      { conversations: missing.length },
      'the search index is behind; it reads again what it lacks',
    );
    await store.run(rewind, FOLLOWER, missing);
    await pause(clock, LOSS_MS, signal);
    throw new Error('the follower was taken back');
  }

  #positionsAfter(news: readonly LogEntry[]): readonly PositionChange[] {
    const last = new Map<number, number>();
    for (const { conversation, seq } of news) last.set(conversation, seq);
    return Array.from(last, ([conversation, seq]) => ({
      conversation,
      seq,
      expected: this.#knownOf(conversation),
    }));
  }

  async #changesOf(
    news: readonly LogEntry[],
  ): Promise<{ readonly put: readonly IndexDocument[]; readonly erase: readonly DocumentKey[] }> {
    const changes = new Map<string, IndexDocument | DocumentKey>();
    const edited = new Map<string, Place>();
    for (const entry of news) {
      await this.#pieces.between();
      const change = this.#changeOf(entry);
      if (change === undefined) continue;
      const key = `${change.conversation}/${change.seq}`;
      if (isEdited(change)) edited.set(key, [change.conversation, change.seq]);
      else {
        edited.delete(key);
        changes.set(key, change);
      }
    }
    // An edit says only what is different.
    for (const [key, document] of await this.#documentsNow(edited)) changes.set(key, document);
    const all = [...changes.values()];
    return { put: all.filter(isDocument), erase: all.filter((each) => !isDocument(each)) };
  }

  async #documentsNow(
    places: ReadonlyMap<string, Place>,
  ): Promise<ReadonlyMap<string, IndexDocument | DocumentKey>> {
    if (places.size === 0) return new Map();
    const found = await this.#services.store.run(messagesNow, [...places.values()]);
    const byKey = new Map(found.map((each) => [`${each.conversation}/${each.seq}`, each]));
    const documents = new Map<string, IndexDocument | DocumentKey>();
    for (const [key, [conversation, seq]] of places) {
      await this.#pieces.between();
      const message = byKey.get(key);
      documents.set(key, (message && this.#documentOf(message)) ?? { conversation, seq });
    }
    return documents;
  }

  /** What an entry means for the index. */
  #changeOf(entry: LogEntry): IndexDocument | DocumentKey | Edited | undefined {
    const { conversation, content } = entry;
    // It has expired.
    if (content.length === 0) return undefined;
    const said = decodeContent(content);
    const { kind } = said;
    if (kind?.case === 'edit') return { conversation, seq: kind.value.target, isEdited: true };
    if (kind?.case === 'recall') return { conversation, seq: kind.value.target };
    return this.#documentOf(entry);
  }

  #documentOf(entry: LogEntry | StoredMessage): IndexDocument | undefined {
    const { conversation, seq, time, content } = entry;
    const found = findableIn(content);
    if (found === undefined) return undefined;
    const codes = joinedCodes([found.text, ...found.files].map(codesOf));
    const isHidden = this.#services.contents.hidesSender(decodeContent(content));
    return { conversation, seq, time, sender: isHidden ? 0 : entry.sender, codes, labels: found.labels };
  }
}

interface Edited extends DocumentKey {
  readonly isEdited: true;
}

function isEdited(change: IndexDocument | DocumentKey | Edited): change is Edited {
  return 'isEdited' in change;
}

function isDocument(change: IndexDocument | DocumentKey): change is IndexDocument {
  return 'codes' in change;
}
