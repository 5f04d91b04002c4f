/**
 * What a user has made of conversations for themselves: the personal space keeps it, the same on all devices.
 *
 * @module
 */
import type { PersonalSpace } from '@posthorn/client';
import { sanitiseLine } from '../sanitise.ts';

/** What alerts the user. */
export type Level = 'all' | 'mentions' | 'none';

export const LEVELS: readonly Level[] = ['all', 'mentions', 'none'];

export interface Own {
  /** At the top of the list; a higher number is further up. */
  readonly pin?: number;
  /** Not in the list, until a message above this seq counts; Infinity: until the user takes it back. */
  readonly archivedThrough?: number;
  /** No alerts until then (Unix ms); Infinity: for ever; 0: not muted. */
  readonly mutedUntil: number;
  /** Marked as unread. */
  readonly isMarked: boolean;
  readonly level: Level;
}

export interface Folder {
  readonly id: string;
  /** Safe to print. */
  readonly title: string;
  readonly conversations: readonly number[];
}

export const NOTHING_OWN: Own = { mutedUntil: 0, isMarked: false, level: 'all' };

const FOLDER = 'folder/';
const KEY = /^(?:pin|archive|mute|unread|level|hide)\/(\d+)(?:\/|$)/;

/** The conversation that an entry of the personal space is about; 0: it does not say how one is shown. */
export function conversationOf(key: string): number {
  return Number(KEY.exec(key)?.[1] ?? 0);
}

export function isFolder(key: string): boolean {
  return key.startsWith(FOLDER);
}

/** Another application may have written something else than is agreed on: that says nothing. */
export function ownIn(mine: PersonalSpace, conversation: number): Own {
  const pin = mine.get(`pin/${conversation}`);
  const archive = fieldsOf(mine.get(`archive/${conversation}`));
  const mute = fieldsOf(mine.get(`mute/${conversation}`));
  const level = mine.get(`level/${conversation}`);
  return {
    ...(typeof pin === 'number' && { pin }),
    ...(archive !== undefined && { archivedThrough: numberOr(archive['through'], Infinity) }),
    mutedUntil: mute === undefined ? 0 : numberOr(mute['until'], Infinity),
    isMarked: mine.get(`unread/${conversation}`) !== undefined,
    level: LEVELS.find((each) => each === level) ?? 'all',
  };
}

/** In the user's order. */
export function foldersIn(mine: PersonalSpace): readonly Folder[] {
  const found = mine.keys(FOLDER).flatMap((key) => {
    const { title, order, conversations } = fieldsOf(mine.get(key)) ?? {};
    if (typeof title !== 'string' || !Array.isArray(conversations)) return [];
    const ids = conversations.filter((id): id is number => typeof id === 'number');
    const folder = { id: key.slice(FOLDER.length), title: sanitiseLine(title), conversations: ids };
    return [{ folder, order: numberOr(order, 0) }];
  });
  return found.sort((a, b) => a.order - b.order).map(({ folder }) => folder);
}

/** Takes away the mark that a conversation is unread. */
export async function unmark(mine: PersonalSpace, conversation: number): Promise<void> {
  const key = `unread/${conversation}`;
  if (mine.get(key) !== undefined) await mine.set(key, undefined);
}

/**
 * Puts a conversation into a folder, or takes it out. A folder is there as long as something is in it. Resolves with
 * whether it is in.
 */
export async function toggleInFolder(
  mine: PersonalSpace,
  title: string,
  conversation: number,
): Promise<boolean> {
  const folders = foldersIn(mine);
  const known = folders.find((folder) => isCalled(folder, title));
  const key = `${FOLDER}${known?.id ?? crypto.randomUUID()}`;
  const before = known?.conversations ?? [];
  const isIn = before.includes(conversation);
  const conversations = isIn ? before.filter((id) => id !== conversation) : [...before, conversation];
  const entry = fieldsOf(mine.get(key)) ?? { title, order: folders.length + 1 };
  await mine.set(key, conversations.length === 0 ? undefined : { ...entry, conversations });
  return !isIn;
}

export function isCalled({ title }: Folder, name: string): boolean {
  return title.toLowerCase() === name.toLowerCase();
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function numberOr(value: unknown, other: number): number {
  return typeof value === 'number' ? value : other;
}
