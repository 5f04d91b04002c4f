/**
 * How the conversations of a bulk export begin here.
 *
 * @module
 */
import type { Item, Json } from '../source.ts';
import type { Unmapped } from '../unmapped.ts';
import type { Contents, Conversation } from './contents.ts';
import { userKey } from './names.ts';

const MAX_TITLE_CHARS = 100;
const MAX_TOPIC_CHARS = 500;
const MAX_MEMBERS = 2000;

export interface Opening {
  /** The name of who is in charge. */
  readonly owner: string;
  readonly items: readonly Item[];
}

/** Undefined: nobody is in it. `poster`: who has said something there. */
export function openingOf(
  contents: Contents,
  conversation: Conversation,
  {
    unmapped,
    poster,
    time,
  }: { readonly unmapped: Unmapped; readonly poster: string | undefined; readonly time: number },
): Opening | undefined {
  const { key: id, channel, members } = conversation;
  const isActive = (username: string): boolean => (contents.users.get(username)?.delete_at ?? 0) === 0;
  const names = members.map(({ username }) => username);
  if (channel === undefined && names.length === 2)
    return { owner: names[0] ?? '', items: [{ record: { type: 'direct', id, users: names.map(userKey) } }] };
  const admins = members.filter(({ isAdmin }) => isAdmin).map(({ username }) => username);
  const owner = admins.find(isActive) ?? names.find(isActive) ?? names[0] ?? poster;
  if (owner === undefined) {
    unmapped.note('channels without members', `${channel?.team ?? ''}/${channel?.name ?? id}`);
    return undefined;
  }
  const others = names.filter((name) => name !== owner);
  const title = titleOf(contents, conversation, names);
  const first = others.slice(0, MAX_MEMBERS).map(userKey);
  const record = { type: 'group', id, title, owner: userKey(owner), members: first, time };
  const event = (key: string, content: Json, users: readonly string[]): Item => ({
    record: {
      type: 'message',
      conversation: id,
      id: key,
      sender: userKey(owner),
      time,
      content: { event: content },
      ...(users.length > 0 && { users: users.map(userKey) }),
    },
  });
  const items: Item[] = [{ record }];
  for (let at = MAX_MEMBERS; at < others.length; at += MAX_MEMBERS)
    items.push(event(`members-${at}`, { kind: 'added' }, others.slice(at, at + MAX_MEMBERS)));
  const more = admins.filter((name) => name !== owner);
  if (more.length > 0) items.push(event('admins', { kind: 'role-changed', role: 'admin' }, more));
  const settings = settingsOf(conversation);
  if (Object.keys(settings).length > 0) items.push(event('settings', { kind: 'changed', settings }, []));
  return { owner, items };
}

/** What happens to a channel at its end. */
export function* closingOf({ key, channel }: Conversation, owner: string, time: number): Generator<Item> {
  if ((channel?.deleted_at ?? 0) === 0) return;
  const content = { event: { kind: 'changed', settings: { closed: true } } };
  yield {
    record: { type: 'message', conversation: key, id: 'archived', sender: userKey(owner), time, content },
  };
}

function settingsOf({ channel, header }: Conversation): Json {
  const topic = Array.from(header.replaceAll(/\s+/g, ' ').trim()).slice(0, MAX_TOPIC_CHARS).join('');
  return { ...(topic !== '' && { topic }), ...(channel?.type === 'O' && { join: 'open' }) };
}

function titleOf({ teams }: Contents, { channel }: Conversation, names: readonly string[]): string {
  const team = teams.size > 1 ? ` · ${teams.get(channel?.team ?? '') ?? channel?.team ?? ''}` : '';
  const own = channel?.display_name || channel?.name;
  const title =
    own === undefined
      ? names.length > 1
        ? names.join(', ')
        : `Notes of ${names[0] ?? ''}`
      : `${own}${team}`;
  return Array.from(title).slice(0, MAX_TITLE_CHARS).join('');
}
