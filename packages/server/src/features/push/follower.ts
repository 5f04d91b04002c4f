/**
 * Finds whom a message may alert. What becomes of it is decided when it is sent, so all that a user has read or said
 * until then counts.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';
import { optionsOf } from '../../config/option.ts';
import type { Follower, LogEntry } from '../../pipeline/followers/follower.ts';
import type { Services } from '../../router/services.ts';
import { areShown, listeners, readElsewhere, recalledElsewhere, wantNotices } from './listening-queries.ts';
import type { ReadPlace, RecalledPlace } from './listening-queries.ts';
import { isMessage, levelIn, MAX_AGE_MS } from './notice.ts';
import { PUSH_OPTIONS } from './options.ts';
import type { Listener, WantedNotice } from './records.ts';

export function followers(services: Services): readonly Follower[] {
  if (!optionsOf(services.config.options, PUSH_OPTIONS).push) return [];
  const { clock } = services;
  let next = 0;
  return [
    {
      name: 'push',
      start: 'now',
      async handle(entries, signal) {
        await waitUntil(clock, next, signal);
        next = clock.monotonic() + GAP_MS;
        await handle(services, entries);
      },
    },
  ];
}

/** Of what is said within it, each browser gets one row: a busy group costs little more than a quiet one. */
const GAP_MS = 250;

/** `at`: monotonic ms. Resolves sooner when `signal` aborts. */
async function waitUntil(clock: Clock, at: number, signal: AbortSignal): Promise<void> {
  const ms = at - clock.monotonic();
  if (ms <= 0 || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.after(ms, resolve);
  const wake = (): void => resolve();
  signal.addEventListener('abort', wake, { once: true });
  await promise;
  timer.cancel();
  signal.removeEventListener('abort', wake);
}

async function handle(services: Services, entries: readonly LogEntry[]): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const recent = entries.filter(({ time }) => time >= now - MAX_AGE_MS);
  const conversations = [...new Set(recent.map(({ conversation }) => conversation))];
  if (conversations.length === 0) return;
  const found = await store.run(listeners, conversations, now);
  if (found.length === 0) return;
  const byConversation = Map.groupBy(found, ({ conversation }) => conversation);
  const wanted = new Map<string, WantedNotice>();
  const said: ReadPlace[] = [];
  const recalled: RecalledPlace[] = [];
  for (const { conversation, seq, sender, content: bytes } of recent) {
    const content = decodeContent(bytes);
    const isNew = isMessage(services.contents, content);
    if (content.kind?.case === 'recall') recalled.push({ conversation, seq: content.kind.value.target });
    for (const listener of byConversation.get(conversation) ?? []) {
      const { session, user } = listener;
      if (user === sender) said.push({ user, conversation, read: seq });
      else if (isNew && mayAlert(listener, content))
        wanted.set(`${session} ${conversation}`, { session, conversation, user, seq });
    }
  }
  if (wanted.size > 0) await store.run(wantNotices, [...wanted.values()], now);
  if (said.length > 0 && (await store.run(areShown, said))) await store.run(readElsewhere, said, now);
  if (recalled.length > 0) await store.run(recalledElsewhere, recalled, now);
}

/** Whoever may be mentioned is looked at more closely when it is sent. */
function mayAlert({ user, isDirect, level }: Listener, content: Content): boolean {
  if (content.mentionAll !== 'unspecified' || content.mentions.includes(user))
    return levelIn(level) !== 'none';
  return levelIn(level) === 'all' || (isDirect && levelIn(level) === 'mentions');
}
