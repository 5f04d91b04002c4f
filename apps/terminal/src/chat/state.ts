/**
 * The state of the chat screen as plain data, and pure functions that change it.
 *
 * @module
 */
import type {
  Attachment,
  Components,
  ConversationKind,
  FoundMessage,
  Poll,
  ReceiptNote,
  State,
} from '@posthorn/client';
import type { KnownCommand } from '../bots/commands-of.ts';
import type { Filling } from './filling.ts';
import type { Mark } from './highlight.ts';
import type { NicknamesByName } from './nicknames.ts';
import { NOTHING_OWN } from './own.ts';
import type { Folder, Own } from './own.ts';
import { quoteOf } from './quotes.ts';
import type { Reply } from './quotes.ts';
import type { Pixels } from '../pictures/pixels.ts';
import type { ThemeName } from './theme.ts';

/** The delivery state of a message of mine. */
export type Progress = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';

/** Its texts are safe to print: lines.ts and chat.ts have sanitised them, but not those in `state` and `components`. */
export interface Line {
  /** Unique on the screen. */
  readonly key: string;
  readonly kind: 'message' | 'event' | 'notice';
  /** 0: not in the log, or not yet. */
  readonly seq: number;
  /** Empty for notices. */
  readonly who: string;
  readonly text: string;
  /** Unix ms. */
  readonly time: number;
  readonly isMine: boolean;
  readonly progress?: Progress;
  /** Seq of the message whose thread it is said in; 0: it is said in the conversation itself. */
  readonly thread: number;
  /** Its words are gone; the text says so. */
  readonly isGone?: boolean;
  /** Who said it first, if it was forwarded. */
  readonly origin?: string;
  readonly reply?: Reply;
  readonly poll?: Poll;
  /** A program has said it. */
  readonly isBot?: boolean;
  /** What can be pressed. */
  readonly components?: Components;
  /** It is for the user alone, and in no log; `label`: what commands call it. */
  readonly ephemeral?: { readonly id: number; readonly label: string };
  /** A bot still writes it. */
  readonly isGrowing?: boolean;
  /** Its files; their names are not sanitised. */
  readonly attachments?: readonly Attachment[];
  /** Of those, what they look like, by id; as far as it has come. */
  readonly pictures?: ReadonlyMap<string, Pixels>;
  /** How far the upload of its files is. */
  readonly transfer?: string;
  /** What has become of it. */
  readonly state?: State;
  /** Its spoilers are shown. */
  readonly isRevealed?: boolean;
  /** A notice that something did not work. */
  readonly isTrouble?: boolean;
  /** Shown in another colour; of a text of one line. */
  readonly marks?: readonly Mark[];
}

export interface Room {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly unread: number;
  /** How many of those name the reader. */
  readonly mentions: number;
  /** What the user has made of it for themselves. */
  readonly own: Own;
  /** When something was last said that counts (Unix ms); 0: never. */
  readonly activity: number;
  readonly head: number;
  /** Seq of the last message that counts; 0: there is none. */
  readonly counted: number;
  /** The reader has read everything up to this seq. */
  readonly ownRead: number;
  /** Seq of the first message that was unread when the conversation was opened; 0: there was none. */
  readonly newsFrom: number;
  /** The message that was jumped to last. Another object for each jump. */
  readonly focus?: { readonly seq: number };
  /** By time; messages of the log by seq. */
  readonly lines: readonly Line[];
  /** Seqs of messages that the reader does not want to see. */
  readonly hidden: ReadonlySet<number>;
  /** The thread that is shown instead of the conversation, by the seq of its first message; 0: none. */
  readonly thread: number;
  /** There may be older messages before this seq; 0: there are none. */
  readonly olderBefore: number;
  /** For each user who is typing: until when (monotonic ms). */
  readonly typing: Readonly<Record<string, number>>;
  /** The other user of a direct conversation; otherwise 0. */
  readonly peer: number;
  /** The highest seqs that another member has received and read. */
  readonly delivered: number;
  readonly read: number;
  readonly isLeft: boolean;
  /** What members of a group call themselves there, by name; as far as it is known. */
  readonly nicknames: NicknamesByName;
  /** Commands of the bots there; undefined: not known yet. */
  readonly commands?: readonly KnownCommand[];
  /** The form of a bot that is being filled in. */
  readonly form?: Filling | undefined;
  /** The bot that is to answer now, by name; empty: none. */
  readonly asking: string;
}

/** What the list of conversations shows: all that is not archived, or else what is meant. */
export type ListName = 'all' | 'archived' | 'unread' | `folder/${string}`;

export interface ChatState {
  readonly connection: string;
  readonly isOnline: boolean;
  readonly self: { readonly id: number; readonly name: string };
  readonly rooms: readonly Room[];
  readonly openId: number;
  readonly list: ListName;
  readonly folders: readonly Folder[];
  /** Names of users known to be online. */
  readonly online: readonly string[];
  readonly isAiOn: boolean;
  /** Clicks and the wheel are ours, not the terminal's. */
  readonly isMouseOn: boolean;
  readonly theme: ThemeName;
  /** Pictures are drawn among the messages. */
  readonly hasPictures: boolean;
  /** How far downloads are; empty: there are none. */
  readonly transfer: string;
  readonly search: LastSearch;
}

/** What was searched last, and what of it has been shown. `next`: cursor of the next page; empty: there is none. */
export interface LastSearch {
  readonly query: string;
  readonly next: string;
  readonly hits: readonly FoundMessage[];
}

export const EMPTY: ChatState = {
  connection: 'connecting …',
  isOnline: false,
  self: { id: 0, name: '' },
  rooms: [],
  openId: 0,
  list: 'all',
  folders: [],
  online: [],
  isAiOn: false,
  isMouseOn: true,
  theme: 'auto',
  hasPictures: true,
  transfer: '',
  search: { query: '', next: '', hits: [] },
};

/** Lines kept per conversation. Older ones are read again when the user scrolls back. */
const MAX_LINES = 1000;

export function roomOf(state: ChatState, id: number): Room | undefined {
  return state.rooms.find((room) => room.id === id);
}

export function openRoom(state: ChatState): Room | undefined {
  return roomOf(state, state.openId);
}

/** Shows another conversation. The line above what is new there stays until one leaves it. */
export function withOpen(state: ChatState, id: number): ChatState {
  if (id === state.openId) return state;
  const rooms = state.rooms.map((room) => ({
    ...room,
    newsFrom: room.id === id && room.unread > 0 ? room.ownRead + 1 : 0,
  }));
  return { ...state, openId: id, rooms };
}

/** Somebody has come or gone. */
export function withPresence(state: ChatState, name: string, isOnline: boolean): ChatState {
  const others = state.online.filter((each) => each !== name);
  return { ...state, online: isOnline ? [...others, name].sort() : others };
}

/** Adds or changes a conversation. The list is by activity, the newest first. */
export function withRoom(state: ChatState, id: number, change: (room: Room) => Room): ChatState {
  const known = roomOf(state, id);
  const changed = change(known ?? newRoom(id));
  if (known?.activity === changed.activity) {
    return { ...state, rooms: state.rooms.map((room) => (room === known ? changed : room)) };
  }
  const others = state.rooms.filter((room) => room !== known);
  return { ...state, rooms: [...others, changed].sort((a, b) => b.activity - a.activity || a.id - b.id) };
}

function newRoom(id: number): Room {
  return {
    id,
    kind: 'unspecified',
    title: `#${id}`,
    unread: 0,
    mentions: 0,
    own: NOTHING_OWN,
    activity: 0,
    head: 0,
    counted: 0,
    ownRead: 0,
    newsFrom: 0,
    lines: [],
    hidden: new Set(),
    thread: 0,
    olderBefore: 0,
    typing: {},
    peer: 0,
    delivered: 0,
    read: 0,
    isLeft: false,
    nicknames: new Map(),
    asking: '',
  };
}

/** A line that is not in the log. */
export function localLine(key: string, kind: Line['kind'], text: string): Line {
  return { key, kind, seq: 0, who: '', text, time: Date.now(), isMine: false, thread: 0 };
}

/** Inserts a line in order. Replaces a line with the same seq or key, in its place if that is in order. */
export function withLine(room: Room, line: Line): Room {
  const isSame = (each: Line): boolean => each.key === line.key || (line.seq > 0 && each.seq === line.seq);
  const others = room.lines.filter((each) => !isSame(each));
  const before = room.lines.findIndex(isSame);
  const at = before >= 0 && isInOrder(others, before, line.seq) ? before : placeOf(others, line.seq);
  const lines = [...others.slice(0, at), line, ...others.slice(at)].slice(-MAX_LINES);
  return { ...room, lines, head: Math.max(room.head, line.seq) };
}

/** Takes over a message as it is now, and what others show of it. More may be known already: a page may come late. */
export function withMessage(room: Room, line: Line): Room {
  const known = line.seq === 0 ? undefined : room.lines.find(({ seq }) => seq === line.seq);
  if ((known?.state?.through ?? 0) > (line.state?.through ?? 0)) return room;
  const { isRevealed } = known ?? {};
  const pictures = line.attachments === undefined ? undefined : known?.pictures;
  const typing = Object.fromEntries(Object.entries(room.typing).filter(([name]) => name !== line.who));
  const kept = {
    ...(isRevealed !== undefined && { isRevealed }),
    ...(pictures !== undefined && { pictures }),
  };
  const shown = withLine(room, { ...line, ...kept });
  if (known === undefined) return { ...shown, typing };
  const reply = quoteOf(line);
  const lines = shown.lines.map((each) => (each.reply?.seq === line.seq ? { ...each, reply } : each));
  return { ...shown, lines };
}

/** Whether a line at this index stands between those with lower and those with higher seqs; 0 may stand anywhere. */
function isInOrder(lines: readonly Line[], at: number, seq: number): boolean {
  if (seq === 0) return true;
  const above = lines.slice(0, at).findLast((line) => line.seq > 0)?.seq ?? 0;
  const below = lines.slice(at).find((line) => line.seq > 0)?.seq ?? Infinity;
  return above < seq && seq < below;
}

/** The index after the last line of the log with a lower seq; for a line that is not in the log, the end. */
function placeOf(lines: readonly Line[], seq: number): number {
  if (seq === 0) return lines.length;
  for (let at = lines.length; at > 0; at--) {
    const before = lines[at - 1];
    if (before !== undefined && before.seq !== 0 && before.seq < seq) return skipNotices(lines, at);
  }
  return 0;
}

/** Skips the notices that follow a line, and what a bot has shown to the user alone: they belong to it. */
function skipNotices(lines: readonly Line[], from: number): number {
  const at = lines.findIndex((line, index) => index >= from && !isNote(line));
  return at < 0 ? lines.length : at;
}

function isNote({ kind, ephemeral }: Line): boolean {
  return kind === 'notice' || ephemeral !== undefined;
}

/** Lines of the thread that is shown, or of the conversation itself; without those that are hidden. */
export function shownLines({ lines, thread, hidden }: Room): readonly Line[] {
  const isHere = (line: Line): boolean =>
    line.thread === thread || line.seq === thread || line.kind === 'notice' || line.ephemeral !== undefined;
  return lines.filter((line) => isHere(line) && !hidden.has(line.seq));
}

/** Without what bots show and is in no log, but for the lines that have these keys. */
export function withoutBotLines(room: Room, kept: ReadonlySet<string>): Room {
  const isKept = ({ key, ephemeral, isGrowing }: Line): boolean =>
    (ephemeral === undefined && isGrowing !== true) || kept.has(key);
  return room.lines.every(isKept) ? room : { ...room, lines: room.lines.filter(isKept) };
}

/** Updates a message of mine after its ack, when its seq is known. */
export function withProgress(room: Room, key: string, seq: number, progress: Progress): Room {
  const line = room.lines.find((each) => each.key === key);
  if (line === undefined) return room;
  return withLine(room, { ...line, seq, progress });
}

/** How far somebody has received and read; `isOwn`: that is the reader, maybe on another device. */
export function withReceipt(room: Room, { read, delivered }: ReceiptNote, isOwn: boolean): Room {
  if (!isOwn) {
    return { ...room, read: Math.max(room.read, read), delivered: Math.max(room.delivered, delivered) };
  }
  const unread = read >= room.head ? 0 : room.unread;
  return { ...room, ownRead: Math.max(room.ownRead, read), unread };
}

/** The delivery state of a message of mine, by the other members' cursors. */
export function progressOf(room: Room, line: Line): Progress | undefined {
  if (!line.isMine || line.kind !== 'message') return undefined;
  if (line.seq === 0) return line.progress ?? 'pending';
  if (line.seq <= room.read) return 'read';
  return line.seq <= room.delivered ? 'delivered' : 'sent';
}

/** Users who are typing `now` (monotonic ms). */
export function typingNow(room: Room, now: number): readonly string[] {
  return Object.entries(room.typing)
    .filter(([, until]) => until > now)
    .map(([name]) => name);
}
