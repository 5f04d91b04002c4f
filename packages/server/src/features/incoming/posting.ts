/**
 * Posts what came by an incoming webhook: a message from nobody, with the name of the webhook.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { completeContent, LIMITS, PosthornError } from '@posthorn/protocol';
import type { AuthorInit, Content, MentionAll } from '@posthorn/protocol';
import { namedIn, parse } from '@posthorn/markup';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import type { Rule } from '../../pipeline/submission.ts';
import type { Sending } from '../../router/contents.ts';
import { clientIdOf, serverClientId } from '../../router/ids.ts';
import type { Services } from '../../router/services.ts';
import { assertEmoji, checkedTitle, checkedUrl } from '../../router/texts.ts';
import { allOf } from '../../store/log/effects.ts';
import { isAtLeast } from '../../store/log/group-settings.ts';
import { foldName } from '../accounts/names.ts';
import { usersByNameKeys } from '../accounts/user-queries.ts';
import { MAX_HERE, mentionOnline, mentionsOnline } from '../messages/here.ts';
import type { IncomingRecord } from './incoming-records.ts';
import type { Said } from './payload.ts';
import { PostRefusal } from './refusal.ts';

/** What Mattermost calls all who are in a channel. */
const ALL: ReadonlySet<string> = new Set(['all', 'channel']);
const HERE = 'here';
/** Who made the webhook was one of them. */
const RANK = 'admin';

/**
 * Resolves when it is committed. `repeatKey`: the same one posts once; empty: each call posts. Throws PostRefusal and
 * PosthornError.
 */
export async function post(
  services: Services,
  incoming: IncomingRecord,
  { said, repeatKey }: { readonly said: Said; readonly repeatKey: string },
): Promise<void> {
  const { conversation } = incoming;
  const cached = await services.conversations.load(conversation, []);
  if (cached?.record.kind !== 'group') throw gone();
  if (cached.record.settings.closed) throw closed();
  const author = authorOf(incoming, said);
  const content = completeContent({
    text: said.text,
    author,
    ...(await mentioned(services, cached, said.text)),
  });
  const committed = await services.append.submit({
    sender: 0,
    connection: 0,
    sequence: 0,
    conversation,
    peer: 0,
    clientId:
      repeatKey === '' ? clientIdOf(services, '') : serverClientId(clientIdFor(incoming.id, repeatKey)),
    order: 0,
    content,
    author: { name: author.name, admin: false, bot: true },
    rule: ruleFor(services, content),
    ruleFor: (changed) => ruleFor(services, changed),
  });
  if (mentionsOnline(content)) await mentionOnline(services, { sender: 0, content, committed });
}

/** One for each key of each webhook. */
function clientIdFor(incoming: number, repeatKey: string): string {
  const digest = createHash('sha256').update(repeatKey).digest('base64url').slice(0, 32);
  return `in-${incoming}-${digest}`;
}

function ruleFor({ contents, config }: Services, content: Content): Rule {
  return (cached, _member, submission) => {
    if (cached.record.kind !== 'group') throw new PosthornError('NOT_FOUND', gone().message);
    if (cached.record.settings.closed)
      throw new PosthornError('FORBIDDEN', 'the group is closed', { reason: 'group-closed' });
    const member = { user: 0, role: RANK, joinedSeq: cached.record.head + 1, silenced: false } as const;
    const sending: Sending = {
      submission,
      cached,
      member,
      isAdministrator: false,
      isBot: false,
      options: config.options,
    };
    const effects = contents.effectsOf(content, sending);
    return effects.length === 0 ? undefined : allOf([...effects]);
  };
}

/** What it wants to be called, unless that is fixed, or cannot be a name. */
function authorOf(incoming: IncomingRecord, said: Said): AuthorInit & { readonly name: string } {
  const { id, name, avatarUrl, fixedName } = incoming;
  if (fixedName) return { name, avatarUrl, incoming: id };
  const emoji = said.emoji === '' ? '' : (valid(() => emojiIn(said.emoji)) ?? '');
  const ownPicture = emoji === '' ? avatarUrl : '';
  return {
    name: valid(() => checkedTitle(said.name, 'name', LIMITS.maxDisplayNameChars)) ?? name,
    avatarUrl: valid(() => checkedUrl(said.avatarUrl, 'picture', LIMITS.maxUrlChars)) || ownPicture,
    emoji,
    incoming: id,
  };
}

function emojiIn(text: string): string {
  assertEmoji(text, 'picture');
  return text;
}

/** Undefined: it is not. */
function valid(check: () => string): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof PosthornError) return undefined;
    throw error;
  }
}

/** Whom a text names, as far as they are in the group; all of them, where its admins may. */
async function mentioned(
  { store, conversations }: Services,
  { record }: CachedConversation,
  text: string,
): Promise<{ readonly mentions: readonly number[]; readonly mentionAll: MentionAll }> {
  const { mentions: names } = namedIn(parse(text));
  if (names.length === 0) return { mentions: [], mentionAll: 'unspecified' };
  const users = await store.run(
    usersByNameKeys,
    names.slice(0, LIMITS.maxMentions).map((name) => foldName(name)),
  );
  const ids = users.map(({ id }) => id);
  const within = ids.length === 0 ? undefined : await conversations.load(record.id, ids);
  return {
    mentions: ids.filter((id) => within?.members.get(id) !== undefined),
    mentionAll: isAtLeast(RANK, record.settings.mentionAll)
      ? alerted(names, record.memberCount)
      : 'unspecified',
  };
}

function alerted(names: readonly string[], memberCount: number): MentionAll {
  if (names.some((name) => ALL.has(name))) return 'everybody';
  return names.includes(HERE) && memberCount <= MAX_HERE ? 'online' : 'unspecified';
}

function gone(): PostRefusal {
  return new PostRefusal('channel_not_found', 'the group of this webhook is gone');
}

function closed(): PostRefusal {
  return new PostRefusal('channel_is_archived', 'the group of this webhook is closed');
}
