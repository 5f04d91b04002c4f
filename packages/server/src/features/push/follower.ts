/**
 * Finds whom a message may alert. What becomes of it is decided when it is sent, so all that a user has read or said
 * until then counts.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { pause } from '../../clock.ts';
import { optionsOf } from '../../config/option.ts';
import type { Follower, LogEntry } from '../../pipeline/followers/follower.ts';
import type { Contents } from '../../router/contents.ts';
import type { Services } from '../../router/services.ts';
import { areShown, audience, lookAgain, readElsewhere, wantNotices } from './listening-queries.ts';
import type { Audience, ReadPlace } from './listening-queries.ts';
import { isMessage, isRequest, levelIn, MAX_AGE_MS } from './notice.ts';
import { PUSH_OPTIONS } from './options.ts';
import type { Listener, WantedNotice } from './records.ts';

/** Nobody has to be told of anything without a browser. */
export const FOLLOWER = { name: 'push', usedBy: 'push_subscriptions' } as const;

export function followers(services: Services): readonly Follower[] {
  if (!optionsOf(services.config.options, PUSH_OPTIONS).push) return [];
  const { clock } = services;
  let next = 0;
  return [
    {
      ...FOLLOWER,
      start: 'now',
      async handle(entries, signal) {
        const left = next - clock.monotonic();
        if (left > 0) await pause(clock, left, signal);
        next = clock.monotonic() + GAP_MS;
        await handle(services, entries);
      },
    },
  ];
}

/** Of what is said within it, each browser gets one row: a busy group costs little more than a quiet one. */
const GAP_MS = 250;

async function handle(services: Services, entries: readonly LogEntry[]): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const recent = entries.filter(({ time, isImported }) => time >= now - MAX_AGE_MS && isImported !== true);
  const conversations = [...new Set(recent.map(({ conversation }) => conversation))];
  if (conversations.length === 0) return;
  const found = await store.run(audience, conversations, now);
  const news = newsFor(found, recent, services.contents);
  if (news.wanted.length > 0) await store.run(wantNotices, news.wanted, now);
  const { said, over } = news;
  if (said.length > 0 && (await store.run(areShown, said))) await store.run(readElsewhere, said, now);
  if (over.length > 0) await store.run(lookAgain, over, now);
}

interface News {
  readonly wanted: readonly WantedNotice[];
  /** What users have said themselves: they have read what is above. */
  readonly said: readonly ReadPlace[];
  /** Conversations of which something that is shown may not hold any more. */
  readonly over: readonly number[];
}

/** What does not concern anybody is not decoded. */
function newsFor({ listeners, shown }: Audience, entries: readonly LogEntry[], contents: Contents): News {
  const byConversation = Map.groupBy(listeners, ({ conversation }) => conversation);
  const isShown = new Set(shown);
  const wanted = new Map<string, WantedNotice>();
  const said: ReadPlace[] = [];
  const over = new Set<number>();
  for (const { conversation, seq, sender, content: bytes } of entries) {
    const here = byConversation.get(conversation) ?? [];
    if (here.length === 0 && !isShown.has(conversation)) continue;
    const content = decodeContent(bytes);
    if (isShown.has(conversation) && mayEnd(content)) over.add(conversation);
    const isNew = isMessage(contents, content);
    for (const listener of here) {
      const { session, user, isInbox } = listener;
      if (user === sender) said.push({ user, conversation, read: seq });
      else if (isInbox ? isRequest(content) : isNew && mayAlert(listener, content))
        wanted.set(`${session} ${conversation}`, { session, conversation, user, seq });
    }
  }
  return { wanted: [...wanted.values()], said, over: [...over] };
}

/** Recalls take messages back; events in an inbox tell of requests that were answered or withdrawn. */
function mayEnd({ kind }: Content): boolean {
  return kind?.case === 'recall' || (kind?.case === 'event' && kind.value.kind.startsWith('contact-'));
}

/** Whoever may be mentioned is looked at more closely when it is sent. */
function mayAlert({ user, isDirect, level }: Listener, content: Content): boolean {
  if (content.mentionAll !== 'unspecified' || content.mentions.includes(user))
    return levelIn(level) !== 'none';
  return levelIn(level) === 'all' || (isDirect && levelIn(level) === 'mentions');
}
