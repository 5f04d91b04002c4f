/**
 * Whom a text names, so that they are alerted.
 *
 * @module
 */
import type { Client, ContentInit } from '@posthorn/client';
import { LIMITS } from '@posthorn/protocol';

type Mentions = Pick<ContentInit, 'mentions' | 'mentionAll'>;

/** Names of nobody are words like others. */
export async function mentionsIn(client: Client, text: string): Promise<Mentions> {
  if (!text.includes('@')) return {};
  // A short command loads only what it needs.
  const { namedIn, parse } = await import('@posthorn/markup');
  const names = namedIn(parse(text)).mentions.slice(0, LIMITS.maxMentions);
  // Without a server nobody can be found: then the message goes out, later, and names nobody.
  if (names.length === 0 || client.state.name !== 'online') return {};
  const people = names.filter((name) => name !== 'all' && name !== 'here');
  const found = await Promise.all(people.map((name) => client.user(name).catch(() => undefined)));
  return {
    mentions: found.flatMap((user) => user?.id ?? []),
    ...(names.includes('here') && { mentionAll: 'online' }),
    ...(names.includes('all') && { mentionAll: 'everybody' }),
  };
}
