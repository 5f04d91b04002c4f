/**
 * What is in a bulk export: read once from beginning to end, keeping all but what was said.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { UsageError } from '../../exit-codes.ts';
import type { Unmapped } from '../unmapped.ts';
import { channelKey, directKey } from './names.ts';
import type { Line, MmChannel, MmPost, MmUser } from './shapes.ts';
import { Timeline } from './timeline.ts';
import type { Place } from './timeline.ts';

export interface Member {
  readonly username: string;
  readonly isAdmin: boolean;
}

export interface Conversation {
  readonly key: string;
  /** Undefined: between some people, without a name. */
  readonly channel: MmChannel | undefined;
  readonly header: string;
  readonly members: Member[];
  readonly timeline: Timeline;
}

export interface Contents {
  /** Titles, by name. */
  readonly teams: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, MmUser & { readonly isBot: boolean }>;
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** Names of custom emoji. */
  readonly emoji: ReadonlySet<string>;
}

/** Of one line: a post with all its replies. */
const MAX_LINE_BYTES = 268_435_456;
const NEWLINE = 0x0a;

/** Throws a UsageError for what is no bulk export. */
export async function contentsOf(path: string, unmapped: Unmapped): Promise<Contents> {
  const reader = new ContentsReader(unmapped);
  let number = 0;
  for await (const { bytes, offset } of linesWithPlaces(path)) {
    number += 1;
    const text = bytes.toString('utf8').trim();
    if (text === '') continue;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      throw new UsageError(`This is no bulk export of Mattermost: line ${number} is no JSON.`);
    }
    if (number === 1 && line.type !== 'version')
      throw new UsageError('This is no bulk export of Mattermost: its first line does not say its version.');
    reader.take(line, offset, bytes.length);
  }
  return reader;
}

async function* linesWithPlaces(
  path: string,
): AsyncGenerator<{ readonly bytes: Buffer; readonly offset: number }> {
  let parts: Buffer[] = [];
  let length = 0;
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    const bytes = chunk as Buffer;
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE, from); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      parts.push(bytes.subarray(from, end));
      const line = Buffer.concat(parts);
      yield { bytes: line, offset };
      offset += line.length + 1;
      parts = [];
      length = 0;
      from = end + 1;
    }
    parts.push(bytes.subarray(from));
    length += bytes.length - from;
    if (length > MAX_LINE_BYTES)
      throw new UsageError(`A line of the export has more than ${MAX_LINE_BYTES} bytes.`);
  }
  const last = Buffer.concat(parts);
  if (last.length > 0) yield { bytes: last, offset };
}

class ContentsReader implements Contents {
  readonly teams = new Map<string, string>();
  readonly users = new Map<string, MmUser & { readonly isBot: boolean }>();
  readonly conversations = new Map<string, Conversation>();
  readonly emoji = new Set<string>();
  readonly #unmapped: Unmapped;

  constructor(unmapped: Unmapped) {
    this.#unmapped = unmapped;
  }

  take(line: Line, offset: number, length: number): void {
    const { type = '', team, emoji, channel, user, bot, direct_channel: direct } = line;
    if (type === 'version') return;
    if (team !== undefined) this.teams.set(team.name ?? '', team.display_name ?? team.name ?? '');
    else if (emoji !== undefined) this.#emoji(emoji.name ?? '');
    else if (channel !== undefined) this.#channel(channel);
    else if (user !== undefined) this.#user(user);
    else if (bot !== undefined) this.#bot(bot);
    else if (direct !== undefined) this.#direct(membersIn(direct), direct.header ?? '');
    else if (!this.#said(line, { offset, length })) this.#unmapped.note('lines of the export', type);
  }

  #emoji(name: string): void {
    this.emoji.add(name);
    this.#unmapped.note('custom emoji', `:${name}:`);
  }

  #said({ post, direct_post: direct }: Line, place: Pick<Place, 'offset' | 'length'>): boolean {
    if (post !== undefined) {
      const { team = '', channel: name = '' } = post;
      this.#post(this.#channel({ team, name }), post, place);
      return true;
    }
    if (direct === undefined) return false;
    this.#post(this.#direct(direct.channel_members ?? [], ''), direct, place);
    return true;
  }

  #channel(channel: MmChannel): Conversation {
    const key = channelKey(channel.team ?? '', channel.name ?? '');
    const known = this.conversations.get(key);
    if (known !== undefined) return known;
    const header = channel.header || channel.purpose || '';
    const made = { key, channel, header, members: [], timeline: new Timeline() };
    this.conversations.set(key, made);
    return made;
  }

  #direct(members: readonly string[], header: string): Conversation {
    const key = directKey(members);
    const known = this.conversations.get(key);
    if (known !== undefined) return known;
    const all = [...new Set(members)].map((username) => ({ username, isAdmin: false }));
    const made = { key, channel: undefined, header, members: all, timeline: new Timeline() };
    this.conversations.set(key, made);
    return made;
  }

  #user(user: MmUser): void {
    const { username = '', roles = '', teams = [] } = user;
    this.users.set(username, { ...user, isBot: this.users.get(username)?.isBot ?? false });
    if (roles.split(' ').includes('system_admin'))
      this.#unmapped.note('rights of administrators of the server', username);
    for (const { name: team = '', channels = [] } of teams)
      for (const { name = '', roles: ownRoles = '' } of channels)
        this.#channel({ team, name }).members.push({ username, isAdmin: ownRoles.includes('channel_admin') });
  }

  #bot({ username = '', display_name: nickname, delete_at: deletedAt }: NonNullable<Line['bot']>): void {
    this.users.set(username, {
      username,
      ...(nickname !== undefined && { nickname }),
      ...(deletedAt !== undefined && { delete_at: deletedAt }),
      isBot: true,
    });
  }

  #post(
    { timeline }: Conversation,
    post: MmPost,
    { offset, length }: Pick<Place, 'offset' | 'length'>,
  ): void {
    timeline.add(post.create_at ?? 0, { offset, length, reply: -1 });
    for (const [reply, each] of (post.replies ?? []).entries())
      timeline.add(Math.max(each.create_at ?? 0, post.create_at ?? 0), { offset, length, reply });
  }
}

function membersIn({ members, participants = [] }: NonNullable<Line['direct_channel']>): readonly string[] {
  return members ?? participants.map(({ username = '' }) => username);
}
