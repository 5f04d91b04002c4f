/**
 * What bots show and nobody keeps: messages for the user alone, and texts that still grow. In memory, until they are dismissed,
 * said, or silent.
 *
 * @module
 */
import type { Ephemeral, ServerFrame, StreamNote } from '@posthorn/protocol';
import type { Incoming } from './api.ts';

/** Of one conversation, in the order in which they came. */
export interface BotNews {
  /** For the user alone. */
  readonly ephemerals: readonly Ephemeral[];
  /** Texts that still grow. */
  readonly streams: readonly StreamNote[];
}

/** Where it is shown. */
export interface BotsBoard {
  /** By conversation, the oldest first. */
  readonly shown: ReadonlyMap<number, BotNews>;
  /** Changes `shown`. Undefined: nothing is shown any more. */
  put(conversation: number, news: BotNews | undefined): void;
  /** Calls `run` after so many milliseconds. Returns a function that prevents it. */
  after(ms: number, run: () => void): () => void;
}

/** A text that has not grown for so long is not finished any more. */
const SILENCE_MS = 30_000;
/** Of one conversation; the oldest goes first. */
const MAX_EPHEMERALS = 20;
/** Of one conversation; no other one is shown until one of them ends. */
const MAX_STREAMS = 16;
/** Texts that have ended, of which a late note may come. */
const MAX_ENDED = 200;
/** Conversations with messages for the user alone; the oldest goes first. */
const MAX_CONVERSATIONS = 100;

const NOTHING: BotNews = { ephemerals: [], streams: [] };

export class BotsNews {
  readonly #board: BotsBoard;
  /** Ends of the waits, by text. */
  readonly #silences = new Map<string, () => void>();
  readonly #ended = new Set<string>();

  constructor(board: BotsBoard) {
    this.#board = board;
  }

  push(body: NonNullable<ServerFrame['body']>): void {
    if (body.case === 'ephemeral') this.ephemeral(body.value);
    else if (body.case === 'streamNote') this.#note(body.value);
  }

  /** One with the same id takes the place of the one before. */
  ephemeral(message: Ephemeral): void {
    this.#change(message.conversation, ({ ephemerals, streams }) => {
      const at = ephemerals.findIndex(({ id }) => id === message.id);
      const all = at < 0 ? [...ephemerals, message] : ephemerals.with(at, message);
      return { ephemerals: all.slice(-MAX_EPHEMERALS), streams };
    });
    const { shown } = this.#board;
    if (shown.size > MAX_CONVERSATIONS) this.#board.put(shown.keys().next().value ?? 0, undefined);
  }

  /** The user has seen enough of it. */
  dismiss(conversation: number, id: number): void {
    this.#change(conversation, ({ ephemerals, streams }) => ({
      ephemerals: ephemerals.filter((message) => message.id !== id),
      streams,
    }));
  }

  /** A message may be the whole of a text that grew. */
  arrived({ conversation, sender, content: { stream } }: Incoming): void {
    if (stream !== '') this.#end({ conversation, user: sender, stream });
  }

  close(): void {
    for (const cancel of this.#silences.values()) cancel();
    this.#silences.clear();
  }

  #note(note: StreamNote): void {
    const key = keyOf(note);
    if (this.#ended.has(key)) return;
    if (note.abandoned) return this.#end(note);
    const streams = this.#board.shown.get(note.conversation)?.streams ?? [];
    const at = streams.findIndex((each) => keyOf(each) === key);
    if (at < 0 && streams.length >= MAX_STREAMS) return;
    this.#silences.get(key)?.();
    this.#silences.set(
      key,
      this.#board.after(SILENCE_MS, () => this.#drop(note)),
    );
    this.#change(note.conversation, ({ ephemerals }) => ({
      ephemerals,
      streams: at < 0 ? [...streams, note] : streams.with(at, note),
    }));
  }

  /** Notes that come later are ignored. */
  #end(note: Named): void {
    this.#ended.add(keyOf(note));
    if (this.#ended.size > MAX_ENDED) this.#ended.delete(this.#ended.keys().next().value ?? '');
    this.#drop(note);
  }

  #drop(note: Named): void {
    const key = keyOf(note);
    this.#silences.get(key)?.();
    this.#silences.delete(key);
    this.#change(note.conversation, ({ ephemerals, streams }) => ({
      ephemerals,
      streams: streams.filter((each) => keyOf(each) !== key),
    }));
  }

  #change(conversation: number, change: (news: BotNews) => BotNews): void {
    const before = this.#board.shown.get(conversation);
    const { ephemerals, streams } = change(before ?? NOTHING);
    const isEmpty = ephemerals.length === 0 && streams.length === 0;
    if (isEmpty && before === undefined) return;
    this.#board.put(conversation, isEmpty ? undefined : { ephemerals, streams });
  }
}

type Named = Pick<StreamNote, 'conversation' | 'user' | 'stream'>;

function keyOf({ conversation, user, stream }: Named): string {
  return `${conversation}/${user}/${stream}`;
}
