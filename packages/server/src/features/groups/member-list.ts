/**
 * The members of a conversation, paged, by rank, and searched.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { DoneInit, ListMembers, MembersInit, SetNickname } from '@posthorn/protocol';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { foldName } from '../accounts/names.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { titleKey } from './directory-queries.ts';
import { currentGroup } from './groups.ts';
import * as memberQueries from './member-queries.ts';
import type { ListedMember } from './member-queries.ts';
import * as nicknameQueries from './nickname-queries.ts';
import { asMember } from './permissions.ts';

export async function listMembers(
  services: Services,
  caller: Caller,
  request: ListMembers,
): Promise<MembersInit> {
  const { user } = sessionOf(caller);
  const { conversation, cursor, byRank } = request;
  const cached = await currentGroup(services, conversation, user);
  if (cached.record.kind !== 'direct') asMember(cached, cached.members.get(user));
  const limit = pageLimit(request.limit);
  const prefix = checkedLine(request.prefix, 'name', LIMITS.maxDisplayNameChars);
  const wanted = { conversation, cursor, limit };
  if (prefix !== '') return search(services, cached, { ...wanted, prefix });
  if (byRank) return listByRank(services, wanted);
  const found = await services.store.run(memberQueries.members, conversation, idCursor(cursor), limit);
  return { members: found, next: nextCursor(found, limit, (member) => member.user) };
}

interface Wanted {
  readonly conversation: number;
  readonly cursor: string;
  readonly limit: number;
}

async function listByRank(
  { store }: Services,
  { conversation, cursor, limit }: Wanted,
): Promise<MembersInit> {
  const [role, after] = partsOf(cursor, ['', 'owner', 'admin', 'member']);
  const user = idCursor(after);
  const found: ListedMember[] = [];
  if (role !== 'member') {
    const last = role === '' ? undefined : { role, user };
    found.push(...(await store.run(memberQueries.rankedMembers, conversation, last, limit)));
  }
  const room = limit - found.length;
  if (room > 0) {
    const from = role === 'member' ? user : 0;
    found.push(...(await store.run(memberQueries.ordinaryMembers, conversation, from, room)));
  }
  return { members: found, next: nextCursor(found, limit, (last) => `${last.role}:${last.user}`) };
}

/** Up to so many members are looked at one by one. In larger groups the search begins with all users of that name. */
const MAX_SCANNED = 2000;

function search(
  services: Services,
  { record }: CachedConversation,
  wanted: Wanted & { readonly prefix: string },
): Promise<MembersInit> {
  const { prefix } = wanted;
  const beginning = { name: foldName(prefix), nickname: titleKey(prefix) };
  return record.memberCount <= MAX_SCANNED
    ? scan(services, wanted, beginning)
    : searchLarge(services, wanted, beginning);
}

async function scan(
  { store }: Services,
  { conversation, cursor, limit }: Wanted,
  beginning: memberQueries.Beginning,
): Promise<MembersInit> {
  const [, after] = partsOf(cursor, ['user']);
  const found = await store.run(memberQueries.membersCalled, conversation, beginning, idCursor(after), limit);
  return { members: found, next: nextCursor(found, limit, ({ user }) => `user:${user}`) };
}

/** First by nickname, then by name. */
async function searchLarge(
  { store }: Services,
  { conversation, cursor, limit }: Wanted,
  { name, nickname }: memberQueries.Beginning,
): Promise<MembersInit> {
  const [phase, after] = partsOf(cursor, ['nick', 'name']);
  if (phase === 'nick') {
    const found = await store.run(
      memberQueries.membersNicknamed,
      conversation,
      nickname,
      placeOf(after),
      limit,
    );
    const next = nextCursor(found, limit, (last) => `nick:${last.user}:${titleKey(last.nickname)}`);
    return { members: found, next: next === '' ? 'name:' : next };
  }
  const users = await store.run(userQueries.findUsers, name, after, MAX_SCANNED);
  const ids = users.map(({ id }) => id);
  const members = new Map(
    (await store.run(memberQueries.listedAmong, conversation, ids)).map((member) => [member.user, member]),
  );
  const found: ListedMember[] = [];
  for (const [index, { id, name: last }] of users.entries()) {
    const member = members.get(id);
    // Those were found by their nickname.
    if (member !== undefined && !titleKey(member.nickname).startsWith(nickname)) found.push(member);
    const isFull = found.length === limit;
    if (isFull || index === MAX_SCANNED - 1) return { members: found, next: `name:${foldName(last)}` };
  }
  return { members: found, next: '' };
}

/** Parses `phase:after`, with the first phase for the first page. Throws INVALID. */
function partsOf<T extends string>(cursor: string, phases: readonly T[]): readonly [phase: T, after: string] {
  const [name = '', ...rest] = cursor.split(':');
  const phase = cursor === '' ? phases[0] : phases.find((each) => each !== '' && each === name);
  if (phase === undefined) throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return [phase, rest.join(':')];
}

/** Parses `user:key`, the last nickname of the previous page. Throws INVALID. */
function placeOf(after: string): { readonly user: number; readonly key: string } {
  const colon = after.indexOf(':');
  return colon < 0
    ? { user: idCursor(after), key: '' }
    : { user: idCursor(after.slice(0, colon)), key: after.slice(colon + 1) };
}

export async function setNickname(
  services: Services,
  caller: Caller,
  request: SetNickname,
): Promise<DoneInit> {
  const { user } = sessionOf(caller);
  const { conversation } = request;
  const nickname = checkedLine(request.nickname, 'nickname', LIMITS.maxDisplayNameChars);
  const cached = await currentGroup(services, conversation, user);
  // A name is something that is said.
  if (asMember(cached, cached.members.get(user)).silenced)
    throw new PosthornError('MUTED', 'an administrator of the group has silenced you', {
      reason: 'silenced',
    });
  const key = titleKey(nickname);
  await services.store.run(nicknameQueries.setNickname, conversation, user, { nickname, key });
  return {};
}
