/**
 * A bulk export of Mattermost: lines of JSON, and a directory `data` of files.
 *
 * @module
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../../exit-codes.ts';
import type { Archive } from '../archive.ts';
import type { Item, Source, SourceOptions } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import { closingOf, openingOf } from './channels.ts';
import { contentsOf } from './contents.ts';
import type { Contents, Conversation } from './contents.ts';
import { postKey, userKey } from './names.ts';
import { postItems } from './posts.ts';
import type { PostWriting } from './posts.ts';
import type { Line, MmPost, MmReply } from './shapes.ts';
import type { Place, Timeline } from './timeline.ts';

/** Posts that were read last: their replies follow soon. */
const MAX_REMEMBERED = 200;

/** Throws a UsageError for what is no such export. */
export async function mattermostSource(archive: Archive, options: SourceOptions): Promise<Source> {
  const name = archive.names.find((each) => /^[^/]+\.jsonl?$/i.test(each));
  if (name === undefined)
    throw new UsageError('This is no bulk export of Mattermost: there is no file of lines (.jsonl) in it.');
  const lines = await onDisk(archive, name, options.signal);
  const called = new Map<string, string>();
  return {
    kind: 'mattermost',
    items: (unmapped) => itemsOf({ archive, options, unmapped, called, path: lines.path }),
    named: (id, given) => void called.set(id, given),
    async close() {
      await lines.remove();
      await archive.close();
    },
  };
}

/** Lines are read twice, and not in their order, so within an archive they cannot stay. */
async function onDisk(
  archive: Archive,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const own = archive.pathOf(name);
  if (own !== undefined) return { path: own, remove: () => Promise.resolve() };
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-import-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  const path = join(directory, 'lines.jsonl');
  try {
    await pipeline(await archive.open(name), createWriteStream(path), { signal });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

interface Reading {
  readonly archive: Archive;
  readonly options: SourceOptions;
  readonly unmapped: Unmapped;
  /** What the server calls users, by the id of their record. */
  readonly called: Map<string, string>;
  readonly path: string;
}

async function* itemsOf(reading: Reading): AsyncGenerator<Item> {
  const { archive, options, unmapped, called, path } = reading;
  const contents = await contentsOf(path, unmapped);
  const known = new Set(contents.users.keys());
  for (const username of contents.users.keys()) yield userItem(contents, username, options.links);
  const writing: PostWriting = {
    archive,
    hasFiles: options.hasFiles,
    unmapped,
    called: (username) => (known.has(username) ? (called.get(userKey(username)) ?? username) : undefined),
    *unknown(username) {
      if (known.has(username)) return;
      known.add(username);
      yield { record: { type: 'user', id: userKey(username), name: username || 'unknown', disabled: true } };
    },
  };
  const file = await open(path);
  try {
    for (const conversation of contents.conversations.values())
      yield* conversationItems({ contents, writing, posts: new Posts(file), options }, conversation);
  } finally {
    await file.close();
  }
}

function userItem({ users }: Contents, username: string, links: boolean): Item {
  const {
    nickname = '',
    first_name: first = '',
    last_name: last = '',
    delete_at: deletedAt = 0,
    isBot = false,
  } = users.get(username) ?? {};
  const displayName = nickname || `${first} ${last}`.trim();
  return {
    record: {
      type: 'user',
      id: userKey(username),
      name: username,
      ...(displayName !== '' && { displayName }),
      ...((deletedAt > 0 || isBot) && { disabled: true }),
      ...(isBot && { bot: true }),
      ...(links && !isBot && { link: true }),
    },
  };
}

interface Writing {
  readonly contents: Contents;
  readonly writing: PostWriting;
  readonly posts: Posts;
  readonly options: SourceOptions;
}

async function* conversationItems(
  { contents, writing, posts, options }: Writing,
  conversation: Conversation,
): AsyncGenerator<Item> {
  const { timeline, members, key } = conversation;
  const poster = await posts.firstPoster(timeline);
  for (const username of [...members.map((member) => member.username), poster ?? ''])
    if (username !== '') yield* writing.unknown(username);
  const time = timeline.start ?? Date.now();
  const { unmapped } = writing;
  const opening = openingOf(contents, conversation, { unmapped, poster, time });
  if (opening === undefined) return;
  yield* opening.items;
  let last: MmReply | undefined;
  for (const place of timeline.places()) {
    const { root, post } = await posts.at(place);
    for (const item of postItems(writing, { conversation: key, post, root })) {
      yield item;
      if (item.record['id'] === postKey(post)) last = post;
    }
  }
  yield* closingOf(conversation, opening.owner, last?.create_at ?? time);
  if (last === undefined || options.isUnread) return;
  const through = { sender: userKey(last.user ?? ''), id: postKey(last) };
  yield { record: { type: 'read', conversation: key, through } };
}

/** Posts by their place in the file. */
class Posts {
  readonly #file: FileHandle;
  /** By offset, the oldest first. */
  readonly #remembered = new Map<number, MmPost>();

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Who has said the first thing. Undefined: nothing was said. */
  async firstPoster(timeline: Timeline): Promise<string | undefined> {
    for (const place of timeline.places()) return (await this.at(place)).post.user;
    return undefined;
  }

  /** `root`: the post, if it is one of its replies that is there. */
  async at({
    offset,
    length,
    reply,
  }: Place): Promise<{ readonly post: MmReply; readonly root: MmPost | undefined }> {
    const post = this.#remembered.get(offset) ?? (await this.#read(offset, length));
    return reply < 0 ? { post, root: undefined } : { post: post.replies?.[reply] ?? {}, root: post };
  }

  async #read(offset: number, length: number): Promise<MmPost> {
    const bytes = Buffer.alloc(length);
    await this.#file.read(bytes, 0, length, offset);
    const line = JSON.parse(bytes.toString('utf8')) as Line;
    const post = line.post ?? line.direct_post ?? {};
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size >= MAX_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    this.#remembered.set(offset, post);
    return post;
  }
}
