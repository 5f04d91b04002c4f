/**
 * What the chat screen shows, as plain data, and the pure steps by which it changes.
 *
 * @module
 */
import type { ConversationKind } from '@posthorn/client';

/** How far a message of mine has come. */
export type Progress = 'pending' | 'sent' | 'delivered' | 'read' | 'failed';

export interface Line {
  /** Unique on the screen. */
  readonly key: string;
  readonly kind: 'message' | 'event' | 'notice';
  /** 0 for what is not in the log (yet). */
  readonly seq: number;
  /** Empty for notices. */
  readonly who: string;
  readonly text: string;
  /** Unix ms. */
  readonly time: number;
  readonly isMine: boolean;
  readonly progress?: Progress;
  /** To be shown in another colour, wherever it occurs in the text. */
  readonly highlight?: string;
}

export interface Room {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly unread: number;
  readonly head: number;
  /** By time; those of the log by seq. */
  readonly lines: readonly Line[];
  /** The seq before which older messages may exist; 0: none. */
  readonly olderBefore: number;
  /** Who is typing, and until when (Unix ms). */
  readonly typing: Readonly<Record<string, number>>;
  /** The other one of a direct conversation; 0 else. */
  readonly peer: number;
  /** How far somebody else has received and read. */
  readonly delivered: number;
  readonly read: number;
  readonly isLeft: boolean;
}

export interface ChatState {
  readonly connection: string;
  readonly isOnline: boolean;
  readonly self: { readonly id: number; readonly name: string };
  readonly rooms: readonly Room[];
  readonly openId: number;
  /** Names of those who are known to be online. */
  readonly online: readonly string[];
  readonly isAiOn: boolean;
}

export const EMPTY: ChatState = {
  connection: 'connecting …',
  isOnline: false,
  self: { id: 0, name: '' },
  rooms: [],
  openId: 0,
  online: [],
  isAiOn: false,
};

/** Lines kept per conversation; older ones are read again when somebody scrolls there. */
const MAX_LINES = 1000;

export function roomOf(state: ChatState, id: number): Room | undefined {
  return state.rooms.find((room) => room.id === id);
}

export function openRoom(state: ChatState): Room | undefined {
  return roomOf(state, state.openId);
}

/** Adds a conversation or changes one. New ones go to their place by id. */
export function withRoom(state: ChatState, id: number, change: (room: Room) => Room): ChatState {
  const known = roomOf(state, id);
  if (known !== undefined) {
    return { ...state, rooms: state.rooms.map((room) => (room === known ? change(room) : room)) };
  }
  const rooms = [...state.rooms, change(newRoom(id))].sort((a, b) => a.id - b.id);
  return { ...state, rooms };
}

function newRoom(id: number): Room {
  return {
    id,
    kind: 'unspecified',
    title: `#${id}`,
    unread: 0,
    head: 0,
    lines: [],
    olderBefore: 0,
    typing: {},
    peer: 0,
    delivered: 0,
    read: 0,
    isLeft: false,
  };
}

/** Puts a line where it belongs; one that is there already (same seq or key) is replaced. */
export function withLine(room: Room, line: Line): Room {
  const others = room.lines.filter(
    (each) => each.key !== line.key && (line.seq === 0 || each.seq !== line.seq),
  );
  const at = line.seq === 0 ? others.length : placeOf(others, line.seq);
  const lines = [...others.slice(0, at), line, ...others.slice(at)].slice(-MAX_LINES);
  return { ...room, lines, head: Math.max(room.head, line.seq) };
}

/** After the last line of the log with a lower seq. */
function placeOf(lines: readonly Line[], seq: number): number {
  for (let at = lines.length; at > 0; at--) {
    const before = lines[at - 1];
    if (before !== undefined && before.seq !== 0 && before.seq < seq) return skipNotices(lines, at);
  }
  return 0;
}

/** Notices belong to the line that they followed. */
function skipNotices(lines: readonly Line[], from: number): number {
  let at = from;
  while (lines[at]?.kind === 'notice') at++;
  return at;
}

/** A message of mine was acked: it has its seq now. */
export function withProgress(room: Room, key: string, seq: number, progress: Progress): Room {
  const line = room.lines.find((each) => each.key === key);
  if (line === undefined) return room;
  const rest = { ...room, lines: room.lines.filter((each) => each !== line) };
  return withLine(rest, { ...line, seq, progress });
}

/** How far my message has come, by the other side's cursors. */
export function progressOf(room: Room, line: Line): Progress | undefined {
  if (!line.isMine || line.kind !== 'message') return undefined;
  if (line.seq === 0) return line.progress ?? 'pending';
  if (line.seq <= room.read) return 'read';
  return line.seq <= room.delivered ? 'delivered' : 'sent';
}

/** Who types now, without those who have stopped. */
export function typingNow(room: Room, now: number): readonly string[] {
  return Object.entries(room.typing)
    .filter(([, until]) => until > now)
    .map(([name]) => name);
}
