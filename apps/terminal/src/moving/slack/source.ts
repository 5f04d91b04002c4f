/**
 * A Slack export: users.json, the lists of conversations, and a folder of days for each.
 *
 * @module
 */
import { UsageError } from '../../exit-codes.ts';
import { jsonIn } from '../archive.ts';
import type { Archive } from '../archive.ts';
import type { Item, Source, SourceOptions } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import { channelsIn, closingOf, openingOf } from './channels.ts';
import type { Channel } from './channels.ts';
import { SlackFiles } from './files.ts';
import { ChannelMessages } from './messages.ts';
import { People, userId } from './people.ts';
import type { SlackMessage, SlackUser } from './shapes.ts';

/** The second one is that of an organisation. */
const USERS = ['users.json', 'org_users.json'];
const SLACK_HOSTS = ['slack.com', 'slack-files.com'];
const DAY = /\/\d{4}-\d{2}-\d{2}\.json$/;
/** What the export has besides, of which nothing is imported. */
const OTHERS = [
  'integration_logs.json',
  'canvases.json',
  'lists.json',
  'content_flags.json',
  'huddle_transcripts.json',
];

/** Throws a UsageError for what is no such export. */
export async function slackSource(archive: Archive, options: SourceOptions): Promise<Source> {
  const users = USERS.find((name) => archive.names.includes(name));
  if (users === undefined)
    throw new UsageError(
      'This is no Slack export: there is no users.json in it (give the ZIP file as Slack has made it).',
    );
  const people = new People(options);
  return {
    kind: 'slack',
    items: (unmapped) => itemsOf({ archive, options, people, users, unmapped }),
    named: (id, name) => people.named(id, name),
    close: () => archive.close(),
  };
}

interface Reading {
  readonly archive: Archive;
  readonly options: SourceOptions;
  readonly people: People;
  /** The name of the list of users. */
  readonly users: string;
  readonly unmapped: Unmapped;
}

async function* itemsOf(reading: Reading): AsyncGenerator<Item> {
  const { archive, options, people, users, unmapped } = reading;
  for (const user of ((await jsonIn(archive, users)) ?? []) as readonly SlackUser[]) yield people.of(user);
  const channels = await channelsIn(archive);
  for (const other of OTHERS) if (archive.names.includes(other)) unmapped.note('parts of the export', other);
  const titles = new Map(channels.map(({ id, name }) => [id, name]));
  const called = { user: (id: string) => people.called(id), channel: (id: string) => titles.get(id) };
  const fetching = { hosts: [...SLACK_HOSTS, ...options.fileHosts], signal: options.signal };
  const files = new SlackFiles(archive, { isWanted: options.hasFiles, fetching });
  const days = daysIn(archive);
  for (const channel of channels) {
    const messages = new ChannelMessages({ channel, people, files, called, unmapped });
    yield* channelItems(reading, { channel, messages, days: days.get(channel.folder) ?? [] });
  }
}

interface ChannelReading {
  readonly channel: Channel;
  readonly messages: ChannelMessages;
  /** Names of its files, in the order of the days. */
  readonly days: readonly string[];
}

async function* channelItems(
  { archive, options, people, unmapped }: Reading,
  { channel, messages, days }: ChannelReading,
): AsyncGenerator<Item> {
  for (const id of channel.members ?? []) yield* people.unknown(id);
  yield* people.unknown(channel.creator);
  const opening = openingOf(channel, people, unmapped);
  if (opening === undefined) return;
  yield* opening.items;
  for (const name of days)
    yield* messages.day(((await jsonIn(archive, name)) ?? []) as readonly SlackMessage[]);
  yield* messages.pins();
  const { last } = messages;
  yield* closingOf(channel, opening.owner, last?.time ?? 0);
  if (last === undefined || options.isUnread) return;
  const through = { sender: userId(last.sender), id: last.id };
  yield { record: { type: 'read', conversation: channel.key, through } };
}

/** By folder. */
function daysIn({ names }: Archive): ReadonlyMap<string, readonly string[]> {
  const days = names.filter((name) => DAY.test(name));
  return Map.groupBy(days, (name) => name.slice(0, name.lastIndexOf('/')));
}
