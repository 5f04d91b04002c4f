/**
 * The rows of a timeline: messages grouped by sender, between lines for days, for what is new and for events.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';
import type { BotNews, OutgoingMessage, ShownMessage } from '@posthorn/client/engine';
import type { Ephemeral, StreamNote } from '@posthorn/protocol';
import { dayOf } from './timeline-days.ts';

export type Row = StartRow | DayRow | NewRow | EventRow | MessageRow | OutgoingRow | EphemeralRow | StreamRow;

/** The conversation begins here. */
export interface StartRow {
  readonly type: 'start';
  readonly key: 'start';
}

/** Above the first message of a day. */
export interface DayRow {
  readonly type: 'day';
  readonly key: string;
  /** Any time of the day. Unix ms. */
  readonly time: number;
}

/** Above the first message that was new when one came. */
export interface NewRow {
  readonly type: 'new';
  readonly key: 'new';
}

/** Something that happened in the conversation. */
export interface EventRow {
  readonly type: 'event';
  readonly key: string;
  readonly message: Incoming;
}

/** A message in its group: what one sender says within five minutes. */
export interface MessageRow {
  readonly type: 'message';
  readonly key: string;
  readonly message: ShownMessage;
  /** The message that it answers, if that is loaded: as it is now. */
  readonly quoted: Incoming | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** A message of this device that is not in the log yet. */
export interface OutgoingRow {
  readonly type: 'outgoing';
  readonly key: string;
  readonly outgoing: OutgoingMessage;
  readonly quoted: Incoming | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** What a bot says to the user alone. */
export interface EphemeralRow {
  readonly type: 'ephemeral';
  readonly key: string;
  readonly message: Ephemeral;
}

/** What a bot is still writing. */
export interface StreamRow {
  readonly type: 'stream';
  readonly key: string;
  readonly note: StreamNote;
}

export interface RowsInput {
  readonly messages: readonly ShownMessage[];
  /** Nothing older may be read. */
  readonly isAtStart: boolean;
  /** The newest message is among them. Only then what is on its way stands below. */
  readonly isAtEnd: boolean;
  readonly outgoing: readonly OutgoingMessage[];
  /** What bots show at the end. */
  readonly bots?: BotNews;
  /** Messages of others above this seq are new; undefined: there is no line. */
  readonly newAfter: number | undefined;
  /** Seqs that are not to be shown to this user. */
  readonly hidden?: ReadonlySet<number>;
}

/** What one sender says within this time stands together. */
const GROUP_MS = 5 * 60_000;

/** Rows that have not changed since `before` are the same objects, so that they need not be drawn again. */
export function timelineRows(input: RowsInput, before: readonly Row[] = []): readonly Row[] {
  const rows = new Rows(input.messages);
  const { newAfter } = input;
  let isNewShown = newAfter === undefined;
  if (input.isAtStart) rows.add({ type: 'start', key: 'start' });
  for (const message of input.messages) {
    if (!isShown(message) || input.hidden?.has(message.seq) === true) continue;
    rows.addDay(message.time);
    if (!isNewShown && message.seq > (newAfter ?? 0) && !message.isMine) {
      rows.add({ type: 'new', key: 'new' });
      isNewShown = true;
    }
    rows.addMessage(message);
  }
  if (input.isAtEnd) {
    const known = new Set(input.messages.flatMap(({ clientId = [] }) => clientId));
    for (const each of input.outgoing) if (!known.has(each.clientId)) rows.addOutgoing(each);
    if (input.bots !== undefined) rows.addBots(input.bots);
  }
  return reused(rows.all, before);
}

/** A message that has vanished leaves nothing behind; entries have no row of their own. */
function isShown({ content: { kind }, state }: Incoming): boolean {
  if (kind?.case === 'recalled') return kind.value.by !== 0 || (state?.vanishesAt ?? 0) === 0;
  return kind === undefined || !('target' in kind.value);
}

class Rows {
  readonly all: Row[] = [];
  readonly #bySeq: ReadonlyMap<number, Incoming>;
  #day = '';
  /** Who has said the last row, and when; undefined: the next message begins a group. */
  #last: { readonly sender: Speaker; readonly time: number } | undefined;

  constructor(messages: readonly Incoming[]) {
    this.#bySeq = new Map(messages.map((message) => [message.seq, message]));
  }

  add(row: Row): void {
    this.all.push(row);
    this.#last = undefined;
  }

  addDay(time: number): void {
    const day = dayOf(time);
    if (day === this.#day) return;
    this.#day = day;
    // A clock that went back gives the same day twice.
    const key = `day-${day}${this.all.some(({ key: each }) => each === `day-${day}`) ? `-${time}` : ''}`;
    this.add({ type: 'day', key, time });
  }

  addMessage(message: ShownMessage): void {
    const key = message.clientId === undefined ? `m${message.seq}` : `c${message.clientId}`;
    if (message.content.kind?.case === 'event') {
      this.add({ type: 'event', key, message });
      return;
    }
    const isFirst = this.#join(speakerOf(message), message.time);
    const quoted = this.#bySeq.get(message.content.replyTo);
    this.all.push({ type: 'message', key, message, quoted, isFirst, isLast: true });
  }

  addOutgoing(outgoing: OutgoingMessage): void {
    this.addDay(outgoing.time);
    const isFirst = this.#join(MYSELF, outgoing.time);
    const quoted = this.#bySeq.get(outgoing.content.replyTo ?? 0);
    this.all.push({
      type: 'outgoing',
      key: `c${outgoing.clientId}`,
      outgoing,
      quoted,
      isFirst,
      isLast: true,
    });
  }

  addBots({ ephemerals, streams }: BotNews): void {
    for (const message of ephemerals) this.add({ type: 'ephemeral', key: `e${message.id}`, message });
    for (const note of streams) this.add({ type: 'stream', key: `s${note.user}/${note.stream}`, note });
  }

  /** Whether a message of this sender begins a group. If not, the row before is not the last one of its group any more. */
  #join(sender: Speaker, time: number): boolean {
    const last = this.#last;
    const above = this.all.at(-1);
    this.#last = { sender, time };
    const isTogether =
      last !== undefined &&
      time - last.time < GROUP_MS &&
      (last.sender === sender || (sender === MYSELF && above?.type === 'message' && above.message.isMine));
    if (!isTogether) return true;
    if (above?.type === 'message' || above?.type === 'outgoing')
      this.all[this.all.length - 1] = { ...above, isLast: false };
    return false;
  }
}

/** Who says a message: an account, or what an incoming webhook calls itself. */
type Speaker = number | string;

function speakerOf({ sender, content: { author } }: Incoming): Speaker {
  return author === undefined ? sender : `${author.incoming} ${author.emoji} ${author.name}`;
}

/** Stands for the sender of what is on its way. */
const MYSELF = -1;

function reused(rows: readonly Row[], before: readonly Row[]): readonly Row[] {
  if (before.length === 0) return rows;
  const known = new Map(before.map((row) => [row.key, row]));
  let isSame = rows.length === before.length;
  const kept = rows.map((row, index) => {
    const old = known.get(row.key);
    const one = old !== undefined && isEqual(old, row) ? old : row;
    if (one !== before[index]) isSame = false;
    return one;
  });
  return isSame ? before : kept;
}

function isEqual(a: Row, b: Row): boolean {
  if (a.type === 'message' && b.type === 'message') return a.message === b.message && isPlacedEqually(a, b);
  if (a.type === 'outgoing' && b.type === 'outgoing')
    return a.outgoing === b.outgoing && isPlacedEqually(a, b);
  if (a.type === 'event' && b.type === 'event') return a.message === b.message;
  if (a.type === 'ephemeral' && b.type === 'ephemeral') return a.message === b.message;
  if (a.type === 'stream' && b.type === 'stream') return a.note === b.note;
  return a.type === b.type;
}

type Placed = Pick<MessageRow, 'quoted' | 'isFirst' | 'isLast'>;

function isPlacedEqually(a: Placed, b: Placed): boolean {
  return a.quoted === b.quoted && a.isFirst === b.isFirst && a.isLast === b.isLast;
}

/** The seq of a row's message; 0: it has none. */
export function seqOf(row: Row): number {
  return row.type === 'message' || row.type === 'event' ? row.message.seq : 0;
}
