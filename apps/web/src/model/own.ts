/**
 * What the user has made of conversations for themselves: entries of their own space (docs/protocol.md, Personal space).
 * Another application may have written something else than is agreed on: that says nothing.
 *
 * @module
 */

/** What alerts the user. */
export type Level = 'all' | 'mentions' | 'none';

export const LEVELS: readonly Level[] = ['all', 'mentions', 'none'];

export interface Own {
  /** At the top of the list; a higher number is further up. Undefined: not pinned. */
  readonly pin: number | undefined;
  /** Not in the list, until a message above this seq counts; Infinity: until the user takes it back. */
  readonly archivedThrough: number | undefined;
  /** Unix ms; no alerts until then. Infinity: for ever; 0: not muted. */
  readonly mutedUntil: number;
  /** Marked as unread. */
  readonly isMarked: boolean;
  readonly level: Level;
}

export interface Folder {
  readonly id: string;
  readonly title: string;
  readonly order: number;
  readonly conversations: readonly number[];
}

/** What somebody has typed and not sent. */
export interface DraftEntry {
  readonly text: string;
  /** Seq of the message whose thread it is for; 0: the conversation itself. */
  readonly thread: number;
}

/** Values by key, as `Engine.mine` has them. */
export type OwnSpace = Pick<ReadonlyMap<string, unknown>, 'get'>;

export const NOTHING_OWN: Own = {
  pin: undefined,
  archivedThrough: undefined,
  mutedUntil: 0,
  isMarked: false,
  level: 'all',
};

const KEY = /^(?:pin|archive|mute|unread|level)\/(\d+)$/;
const FOLDER = 'folder/';

/** Conversations that the user has made something of; the others are NOTHING_OWN. */
export function ownByConversation(mine: ReadonlyMap<string, unknown>): ReadonlyMap<number, Own> {
  const found = new Map<number, Own>();
  for (const key of mine.keys()) {
    const conversation = Number(KEY.exec(key)?.[1] ?? 0);
    if (conversation > 0 && !found.has(conversation)) found.set(conversation, ownOf(mine, conversation));
  }
  return found;
}

export function ownOf(mine: OwnSpace, conversation: number): Own {
  const pin = mine.get(`pin/${conversation}`);
  const archive = fieldsOf(mine.get(`archive/${conversation}`));
  const mute = fieldsOf(mine.get(`mute/${conversation}`));
  const level = mine.get(`level/${conversation}`);
  return {
    pin: typeof pin === 'number' ? pin : undefined,
    archivedThrough: archive === undefined ? undefined : numberOr(archive['through'], Infinity),
    mutedUntil: mute === undefined ? 0 : numberOr(mute['until'], Infinity),
    isMarked: isSet(mine.get(`unread/${conversation}`)),
    level: LEVELS.find((each) => each === level) ?? 'all',
  };
}

/** Unix ms; when the next mute ends after `now`. Undefined: none does. */
export function nextMuteEnd(own: ReadonlyMap<number, Own>, now: number): number | undefined {
  let next = Infinity;
  for (const { mutedUntil } of own.values()) if (mutedUntil > now && mutedUntil < next) next = mutedUntil;
  return next === Infinity ? undefined : next;
}

/** In the user's order. */
export function foldersOf(mine: ReadonlyMap<string, unknown>): readonly Folder[] {
  const found: Folder[] = [];
  for (const [key, value] of mine) {
    if (!key.startsWith(FOLDER)) continue;
    const { title, order, conversations } = fieldsOf(value) ?? {};
    if (typeof title !== 'string' || !Array.isArray(conversations)) continue;
    found.push({
      id: key.slice(FOLDER.length),
      title,
      order: numberOr(order, 0),
      conversations: conversations.filter((id): id is number => typeof id === 'number'),
    });
  }
  return found.sort((a, b) => a.order - b.order || a.title.localeCompare(b.title));
}

/** The entry that puts a conversation into a folder, or takes it out. A folder is there as long as something is in it. */
export function folderEntry(
  folder: Folder,
  conversation: number,
  isIn: boolean,
): { readonly key: string; readonly value: unknown } {
  const others = folder.conversations.filter((id) => id !== conversation);
  const conversations = isIn ? [...others, conversation] : others;
  const value =
    conversations.length === 0 ? undefined : { title: folder.title, order: folder.order, conversations };
  return { key: FOLDER + folder.id, value };
}

/** The entry of a folder under another name. */
export function renamedFolder(
  { id, order, conversations }: Folder,
  title: string,
): { readonly key: string; readonly value: unknown } {
  return { key: FOLDER + id, value: { title, order, conversations } };
}

export function draftOf(mine: OwnSpace, conversation: number): DraftEntry | undefined {
  const { text, thread } = fieldsOf(mine.get(`draft/${conversation}`)) ?? {};
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return { text, thread: numberOr(thread, 0) };
}

/** Whether an entry is there. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other;
}
