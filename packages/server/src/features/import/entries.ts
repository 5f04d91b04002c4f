/**
 * The records of an import, as they arrive: docs/import.md describes them.
 *
 * @module
 */
import { decodeContent, encodeContent, PosthornError } from '@posthorn/protocol';
import type { Content, ContentInit } from '@posthorn/protocol';
import { fromJson } from '@posthorn/protocol/schema';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { Level } from '../people/privacy-queries.ts';
import { RECORD_TYPES } from './schemas.ts';
import type { RecordSchemas, RecordType } from './schemas.ts';

/** A message by what its source calls it. */
export interface MessageKey {
  /** Empty: the server wrote it. */
  readonly sender: string;
  readonly id: string;
}

export interface UserEntry {
  readonly type: 'user';
  readonly id: string;
  readonly name: string;
  readonly displayName?: string;
  readonly avatarUrl?: string;
  readonly statusText?: string;
  readonly statusEmoji?: string;
  readonly createdAt?: number;
  readonly disabled?: boolean;
  readonly bot?: boolean;
  readonly erased?: boolean;
  /** An account of this name that is there already is the same person. */
  readonly link?: boolean;
}

export interface GroupEntry {
  readonly type: 'group';
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  /** Further members, from the first message on. */
  readonly members?: readonly string[];
  readonly time: number;
}

export interface DirectEntry {
  readonly type: 'direct';
  readonly id: string;
  readonly users: readonly [string, string];
}

export interface RoomEntry {
  readonly type: 'room';
  readonly id: string;
  readonly title: string;
}

export interface FileEntry {
  readonly type: 'file';
  readonly id: string;
  readonly user: string;
}

export interface AttachedEntry {
  readonly id: string;
  readonly alt?: string;
}

/** How an anonymous poll stands. */
export interface TallyEntry {
  readonly votes: readonly number[];
  readonly voters: number;
}

export interface MessageEntry {
  readonly type: 'message';
  readonly conversation: string;
  readonly id: string;
  readonly sender: string;
  readonly time: number;
  readonly content: Content;
  readonly thread?: MessageKey;
  readonly replyTo?: MessageKey;
  /** The message that an entry changes. */
  readonly target?: MessageKey;
  readonly mentions?: readonly string[];
  /** Whom an event happened to. */
  readonly users?: readonly string[];
  readonly files?: readonly AttachedEntry[];
  /** Of an event that changes a group: a file, its picture from then on. */
  readonly picture?: string;
  /** Who said first what is forwarded. */
  readonly forwardOf?: string;
  readonly tally?: TallyEntry;
}

export interface ReadEntry {
  readonly type: 'read';
  readonly conversation: string;
  /** Absent: everybody who is in. */
  readonly user?: string;
  readonly through: MessageKey;
}

/** A file is the picture of a user. */
export interface PictureEntry {
  readonly type: 'picture';
  readonly user: string;
  readonly file: string;
}

/** Whom a user lets do what. Absent: everyone. */
export interface PrivacyEntry {
  readonly type: 'privacy';
  readonly user: string;
  readonly add?: Level;
  readonly find?: Level;
  readonly online?: Level;
  readonly write?: Level;
}

export interface BlockEntry {
  readonly type: 'block';
  readonly user: string;
  readonly other: string;
}

/** `user` has asked `other`, who has accepted if it is mutual. */
export interface ContactEntry {
  readonly type: 'contact';
  readonly user: string;
  readonly other: string;
  readonly mutual?: boolean;
  readonly text?: string;
  readonly time?: number;
}

/** An entry of a user's own space: see own-names.ts. */
export interface MineEntry {
  readonly type: 'mine';
  readonly user: string;
  readonly key: string;
  readonly conversation?: string;
  readonly message?: MessageKey;
  readonly other?: string;
  readonly value: string;
  readonly messages?: Readonly<Record<string, MessageKey>>;
  readonly conversations?: readonly string[];
}

/** What a user has for themself. */
export type OwnEntry = PictureEntry | PrivacyEntry | BlockEntry | ContactEntry | MineEntry;

/** What says something about the file alone. */
export interface NoteEntry {
  readonly type: 'export' | 'end';
}

export type Entry =
  | UserEntry
  | GroupEntry
  | DirectEntry
  | RoomEntry
  | FileEntry
  | MessageEntry
  | ReadEntry
  | OwnEntry
  | NoteEntry;

/** Reads a record. Throws INVALID and names the place. */
export function entryIn(schemas: RecordSchemas, text: string): Entry {
  const json = parsed(text);
  const { type } = json as { readonly type?: unknown };
  if (!isRecordType(type)) {
    const known = RECORD_TYPES.join(', ');
    throw new PosthornError('INVALID', `a record has a "type" of these: ${known}`);
  }
  const validate = schemas.validatorOf(type);
  if (!validate(json)) throw invalid(type, validate);
  // The schema of its type has accepted it.
  const entry = json as Exclude<Entry, MessageEntry> | (Omit<MessageEntry, 'content'> & WithJson);
  return entry.type === 'message' ? { ...entry, content: contentFrom(entry.content) } : entry;
}

interface WithJson {
  readonly content: object;
}

function parsed(text: string): object {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  } catch (cause) {
    throw new PosthornError('INVALID', 'a record is a JSON text', { cause });
  }
  throw new PosthornError('INVALID', 'a record is a JSON object');
}

function isRecordType(type: unknown): type is RecordType {
  return (RECORD_TYPES as readonly unknown[]).includes(type);
}

function invalid(type: RecordType, { errors }: ValidateFunction): PosthornError {
  const [first] = errors ?? [];
  const extra = first?.params['additionalProperty'] as string | undefined;
  const place = `${first?.instancePath ?? ''}${extra === undefined ? '' : `/${extra}`}`.slice(1);
  const where = place === '' ? `a record "${type}"` : `"${place}" of a record "${type}"`;
  return new PosthornError('INVALID', `${where}: ${first?.message ?? 'is wrong'}`);
}

/** Complete, with defaults. */
function contentFrom(json: object): Content {
  return decodeContent(encodeContent(fromJson('Content', json) as ContentInit));
}
