/**
 * Conversations of an import: made once for each name that the source has for them.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { Services } from '../../router/services.ts';
import { checkedTitle } from '../../router/texts.ts';
import { encodeEvent } from '../groups/changes.ts';
import { GROUP_OPTIONS } from '../groups/options.ts';
import { createGroup } from '../groups/queries.ts';
import { clientIdOfImported } from './ids.ts';
import type { Known } from './known.ts';
import { importDirect, importRoom, nameGroup } from './queries.ts';
import type { Met } from './queries.ts';
import type { DirectEntry, GroupEntry, RoomEntry } from './entries.ts';

/** Throws NOT_FOUND, INVALID, CONFLICT, LIMIT_EXCEEDED. */
export async function importConversation(
  services: Services,
  known: Known,
  entry: GroupEntry | DirectEntry | RoomEntry,
): Promise<Met> {
  switch (entry.type) {
    case 'group':
      return makeGroup(services, known, entry);
    case 'direct':
      return openDirect(services, known, entry);
    case 'room':
      return findRoom(services, entry);
  }
}

async function makeGroup(services: Services, known: Known, entry: GroupEntry): Promise<Met> {
  const { store, config, publish, clock } = services;
  const { id, time } = entry;
  await known.learnPlaces([id]);
  const there = known.placeIfAny(id);
  // Who is in it now is up to those who are.
  if (there !== undefined) return { status: 'there', record: there.record };
  await known.learnUsers([entry.owner, ...(entry.members ?? [])]);
  const owner = known.user(entry.owner);
  const title = checkedTitle(entry.title, 'title', LIMITS.maxTitleChars);
  const all = (entry.members ?? []).map((member) => known.user(member));
  const members = [...new Set(all)].filter((user) => user !== owner);
  const { maxGroupMembers } = optionsOf(config.options, GROUP_OPTIONS);
  if (members.length + 1 > maxGroupMembers)
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      `a group has at most ${maxGroupMembers} members here; the operator can raise --max-group-members`,
      { reason: 'group-full' },
    );
  const spec = {
    title,
    owner,
    members,
    clientId: clientIdOfImported(id, ''),
    time: Math.min(time, clock.now()),
    content: encodeEvent({ kind: 'created', users: members, title }),
  };
  const outcome = await store.run(createGroup, spec);
  if (outcome.status === 'conflict')
    throw new PosthornError('CONFLICT', 'another group was made of this record', {
      reason: 'client-id-used',
    });
  const record = outcome.conversation;
  const isNew = await store.run(nameGroup, id, record.id);
  if (isNew) publish.membershipInDoubt([owner, ...members]);
  return { status: isNew ? 'made' : 'there', record };
}

async function openDirect({ store }: Services, known: Known, { id, users }: DirectEntry): Promise<Met> {
  await known.learnUsers(users);
  const [first, second] = users.map((user) => known.user(user));
  if (first === undefined || second === undefined || first === second)
    throw new PosthornError('INVALID', 'a direct conversation needs somebody else', {
      reason: 'direct-with-yourself',
    });
  return store.run(importDirect, id, [first, second]);
}

async function findRoom({ store }: Services, { id, title }: RoomEntry): Promise<Met> {
  const met = await store.run(importRoom, id, title);
  if (met !== undefined) return met;
  throw new PosthornError('NOT_FOUND', `this server has no room "${title}": start it with this room first`);
}
