/**
 * Finding groups, and joining them without an invite.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { ConversationInit, ConversationsInit, JoinGroup, ListDirectory } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { sessionOf } from '../../router/caller.ts';
import { pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { conversationFor } from '../conversations/views.ts';
import { changeGroup } from './changes.ts';
import * as directoryQueries from './directory-queries.ts';
import type { ListedGroup } from './directory-queries.ts';
import * as joinQueries from './join-queries.ts';
import { tellManagers } from './joins.ts';
import { GROUP_OPTIONS } from './options.ts';
import { assertNotBanned, assertRoom } from './permissions.ts';

/** Groups whose answer one user waits for. */
const MAX_ASKED = 50;

export async function listDirectory(
  services: Services,
  caller: Caller,
  request: ListDirectory,
): Promise<ConversationsInit> {
  const prefix = checkedLine(request.prefix, 'title', LIMITS.maxTitleChars);
  const limit = pageLimit(request.limit);
  const groups = await services.store.run(
    directoryQueries.directory,
    sessionOf(caller).user,
    directoryQueries.titleKey(prefix),
    titleCursor(request.cursor),
    limit,
  );
  const last = groups.at(-1);
  const next = last === undefined || groups.length < limit ? '' : `${last.id}:${last.key}`;
  return { conversations: groups.map(toConversation), next };
}

/** Idempotent: a member just gets the conversation. */
export async function joinGroup(
  services: Services,
  caller: Caller,
  request: JoinGroup,
): Promise<ConversationInit> {
  const { store } = services;
  const { conversation, clientId } = request;
  const { user, name } = sessionOf(caller);
  const text = checkedLine(request.text, 'text', LIMITS.maxTopicChars);
  const group = await store.run(directoryQueries.listedGroup, user, conversation);
  // Nobody learns which other groups there are.
  if (group === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such group in the directory', {
      reason: 'no-such-group',
    });
  if (group.role !== undefined) return conversationFor(services, user, conversation);
  await assertNotBanned(services, conversation, user);
  await services.before?.join?.({ user, name, conversation, title: group.title });
  if (group.settings.join === 'approval') return ask(services, group, { user, text });
  const { maxGroupMembers } = optionsOf(services.config.options, GROUP_OPTIONS);
  await changeGroup(services, caller, {
    conversation,
    clientId,
    event: { kind: 'joined' },
    affects: [user],
    rule: (cached, member) => {
      if (member !== undefined)
        throw new PosthornError('INVALID', 'you are in the group already', { reason: 'already-a-member' });
      assertOpen(cached);
      assertRoom(cached, 1, maxGroupMembers);
      return { type: 'enter', user };
    },
  });
  return conversationFor(services, user, conversation);
}

/** Throws FORBIDDEN if not everybody may come in any more. */
function assertOpen({ record: { settings, memberCount } }: CachedConversation): void {
  if (settings.join !== 'open' || settings.closed || memberCount === 0)
    throw new PosthornError('FORBIDDEN', 'this group is not open any more', { reason: 'group-not-open' });
}

async function ask(
  services: Services,
  group: ListedGroup,
  { user, text }: { readonly user: number; readonly text: string },
): Promise<ConversationInit> {
  const { store, clock } = services;
  const wanted = { conversation: group.id, user, text, time: clock.now() };
  const join = await store.run(joinQueries.askToJoin, wanted, MAX_ASKED);
  if (join === 'full') {
    throw new PosthornError('LIMIT_EXCEEDED', `you wait for the answer of ${MAX_ASKED} groups already`, {
      reason: 'too-many-join-requests',
    });
  }
  await tellManagers(services, join, group.title);
  return toConversation({ ...group, asked: true });
}

function toConversation({ id, title, memberCount, settings, role, asked }: ListedGroup): ConversationInit {
  return { id, kind: 'group', title, memberCount, settings, role: role ?? 'unspecified', asked };
}

/** Parses `id:key`, the last group of the previous page. Throws INVALID. */
function titleCursor(cursor: string): { readonly id: number; readonly key: string } {
  if (cursor === '') return { id: 0, key: '' };
  const [, id = '', key = ''] = /^(\d{1,15}):(.*)$/s.exec(cursor) ?? [];
  if (id === '') throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return { id: Number(id), key };
}
