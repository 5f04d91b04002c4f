/**
 * The conversations of a Slack export.
 *
 * @module
 */
import type { Archive } from '../archive.ts';
import { jsonIn } from '../archive.ts';
import type { Item, Json } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import { userId } from './people.ts';
import type { People } from './people.ts';
import type { SlackChannel } from './shapes.ts';

/** A list of the export, and what its conversations are. */
const LISTS = [
  ['channels.json', 'channel'],
  ['groups.json', 'private'],
  ['mpims.json', 'several'],
  ['dms.json', 'direct'],
] as const;

type ChannelKind = (typeof LISTS)[number][1];

const MAX_TITLE_CHARS = 100;
const MAX_TOPIC_CHARS = 500;
/** Further members come by an event each: one record does not hold all of a large channel. */
const MAX_MEMBERS = 2000;

export interface Channel extends SlackChannel {
  readonly kind: ChannelKind;
  /** Its folder. */
  readonly folder: string;
  /** As records call it. */
  readonly key: string;
}

export async function channelsIn(archive: Archive): Promise<readonly Channel[]> {
  const found: Channel[] = [];
  for (const [file, kind] of LISTS) {
    const list = ((await jsonIn(archive, file)) ?? []) as readonly SlackChannel[];
    for (const channel of list)
      found.push({
        ...channel,
        kind,
        folder: kind === 'direct' ? channel.id : (channel.name ?? channel.id),
        key: `slack:${channel.id}`,
      });
  }
  return found;
}

/** How a channel begins here, and who is in charge. Undefined: nobody is in it. */
export interface Opening {
  readonly owner: string;
  readonly items: readonly Item[];
}

export function openingOf(channel: Channel, people: People, unmapped: Unmapped): Opening | undefined {
  const members = [...new Set(channel.members ?? [])];
  if (channel.kind === 'direct' && members.length === 2) return directOf(channel, members);
  const { creator } = channel;
  const active = members.filter((id) => people.isActive(id));
  const owner =
    creator !== undefined && active.includes(creator) ? creator : (active[0] ?? members[0] ?? creator);
  if (owner === undefined) {
    unmapped.note('channels without members or creator', channel.folder);
    return undefined;
  }
  const others = members.filter((id) => id !== owner);
  const time = (channel.created ?? 0) * 1000;
  const { key: id } = channel;
  const record = {
    type: 'group',
    id,
    title: titleOf(channel, people, members),
    owner: userId(owner),
    members: others.slice(0, MAX_MEMBERS).map(userId),
    time,
  };
  return {
    owner,
    items: [{ record }, ...further(channel, owner, others, time), ...settingsOf(channel, owner, time)],
  };
}

function directOf({ key: id }: Channel, members: readonly string[]): Opening {
  const [owner = ''] = members;
  return { owner, items: [{ record: { type: 'direct', id, users: members.map(userId) } }] };
}

function* further({ key }: Channel, owner: string, others: readonly string[], time: number): Generator<Item> {
  for (let at = MAX_MEMBERS; at < others.length; at += MAX_MEMBERS) {
    const users = others.slice(at, at + MAX_MEMBERS).map(userId);
    yield { record: { ...eventOf(key, `members-${at}`, owner, time, { kind: 'added' }), users } };
  }
}

function* settingsOf({ key, kind, topic, purpose }: Channel, owner: string, time: number): Generator<Item> {
  const words = topic?.value || purpose?.value || '';
  const settings = {
    ...(words !== '' && {
      topic: Array.from(words.replaceAll(/\s+/g, ' ')).slice(0, MAX_TOPIC_CHARS).join(''),
    }),
    ...(kind === 'channel' && { join: 'open' }),
  };
  if (Object.keys(settings).length > 0)
    yield { record: eventOf(key, 'settings', owner, time, { kind: 'changed', settings }) };
}

/** What happens to a channel at its end. */
export function* closingOf(
  { key, is_archived: isArchived = false, kind }: Channel,
  owner: string,
  time: number,
): Generator<Item> {
  if (isArchived && kind !== 'direct')
    yield { record: eventOf(key, 'archived', owner, time, { kind: 'changed', settings: { closed: true } }) };
}

function eventOf(conversation: string, id: string, sender: string, time: number, event: Json): Json {
  return { type: 'message', conversation, id, sender: userId(sender), time, content: { event } };
}

function titleOf({ kind, name, folder }: Channel, people: People, members: readonly string[]): string {
  const names = members.map((id) => people.called(id) ?? id);
  const title =
    kind === 'several'
      ? names.join(', ')
      : kind === 'direct'
        ? `Notes of ${names[0] ?? folder}`
        : (name ?? folder);
  return Array.from(title).slice(0, MAX_TITLE_CHARS).join('');
}
