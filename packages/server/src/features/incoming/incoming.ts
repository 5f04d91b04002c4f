/**
 * Making, listing, changing, rotating and removing incoming webhooks, by admins and the owner of a group.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  ChangeIncoming,
  CreateIncoming,
  DoneInit,
  IncomingWebhooksInit,
  ListIncoming,
  RemoveIncoming,
  RotateIncoming,
} from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import { originOf } from '../../router/audit.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedTitle, checkedUrl } from '../../router/texts.ts';
import { hashToken, newToken } from '../accounts/tokens.ts';
import * as incomingQueries from './incoming-queries.ts';
import type { Which } from './incoming-queries.ts';
import type { IncomingRecord } from './incoming-records.ts';
import { DEFAULT_PER_MINUTE } from './pace.ts';

/** Identifies these keys, so that scanners for leaked secrets find them. */
export const INCOMING_PREFIX = 'phi_';
const MAX_IN_GROUP = 20;
const MAX_PER_MINUTE = 600;

export async function createIncoming(
  services: Services,
  caller: Caller,
  request: CreateIncoming,
): Promise<IncomingWebhooksInit> {
  const { conversation, fixedName } = request;
  const createdBy = await manager(services, caller, conversation);
  const { store, clock, random } = services;
  const made = {
    conversation,
    name: checkedTitle(request.name, 'name of a webhook', LIMITS.maxDisplayNameChars),
    avatarUrl: checkedUrl(request.avatarUrl, 'picture', LIMITS.maxUrlChars),
    fixedName,
    perMinute: checkedRate(request.perMinute) || DEFAULT_PER_MINUTE,
    createdBy,
    createdAt: clock.now(),
  };
  const key = newToken(random, INCOMING_PREFIX);
  const secret = { hash: hashToken(key), most: MAX_IN_GROUP };
  const origin = originOf(clock, caller, 'createIncoming');
  const id = await store.run(incomingQueries.createIncoming, made, secret, origin);
  if (id === undefined)
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      `a group has at most ${MAX_IN_GROUP} incoming webhooks; remove one first`,
      { reason: 'too-many-incoming' },
    );
  return answer(services, { conversation, incoming: id }, key);
}

export async function listIncoming(
  services: Services,
  caller: Caller,
  { conversation }: ListIncoming,
): Promise<IncomingWebhooksInit> {
  await manager(services, caller, conversation);
  return { incoming: await services.store.run(incomingQueries.incomingOf, conversation) };
}

export async function changeIncoming(
  services: Services,
  caller: Caller,
  request: ChangeIncoming,
): Promise<IncomingWebhooksInit> {
  const { conversation, name, avatarUrl, fixedName, perMinute, disabled } = request;
  await manager(services, caller, conversation);
  const { store, clock } = services;
  const changes = {
    ...(name !== undefined && {
      name: checkedTitle(name, 'name of a webhook', LIMITS.maxDisplayNameChars),
    }),
    ...(avatarUrl !== undefined && { avatarUrl: checkedUrl(avatarUrl, 'picture', LIMITS.maxUrlChars) }),
    ...(fixedName !== undefined && { fixedName }),
    ...(perMinute !== undefined && { perMinute: checkedRate(perMinute) || DEFAULT_PER_MINUTE }),
    ...(disabled !== undefined && { disabled }),
  };
  const origin = originOf(clock, caller, 'changeIncoming');
  if (!(await store.run(incomingQueries.changeIncoming, request, changes, origin))) throw noSuchIncoming();
  return answer(services, request, '');
}

export async function rotateIncoming(
  services: Services,
  caller: Caller,
  request: RotateIncoming,
): Promise<IncomingWebhooksInit> {
  const maker = await manager(services, caller, request.conversation);
  const { store, clock, random } = services;
  const key = newToken(random, INCOMING_PREFIX);
  const secret = { hash: hashToken(key), maker };
  const origin = originOf(clock, caller, 'rotateIncoming');
  if (!(await store.run(incomingQueries.rotateIncoming, request, secret, origin))) throw noSuchIncoming();
  return answer(services, request, key);
}

export async function removeIncoming(
  services: Services,
  caller: Caller,
  request: RemoveIncoming,
): Promise<DoneInit> {
  await manager(services, caller, request.conversation);
  const origin = originOf(services.clock, caller, 'removeIncoming');
  const isRemoved = await services.store.run(incomingQueries.removeIncoming, request, origin);
  if (!isRemoved) throw noSuchIncoming();
  return {};
}

/** The caller's id. Throws NOT_A_MEMBER or FORBIDDEN unless they are an admin or the owner of the group. */
async function manager(services: Services, caller: Caller, conversation: number): Promise<number> {
  const { user } = sessionOf(caller);
  const cached = await services.conversations.current(conversation, [user]);
  const { kind, users } = cached?.record ?? {};
  if (kind === 'room' || (kind === 'direct' && users?.includes(user) === true))
    throw new PosthornError('FORBIDDEN', 'this works in groups alone', { reason: 'groups-only' });
  const member = kind === 'group' ? cached?.members.get(user) : undefined;
  if (member === undefined) throw notAMember();
  if (member.role === 'member')
    throw new PosthornError('FORBIDDEN', 'only admins and the owner of the group may do this', {
      reason: 'managers-only',
    });
  return user;
}

/** Throws INVALID. */
function checkedRate(perMinute: number): number {
  if (perMinute <= MAX_PER_MINUTE) return perMinute;
  throw new PosthornError('INVALID', `a webhook posts at most ${MAX_PER_MINUTE} times a minute`, {
    reason: 'incoming-rate',
  });
}

async function answer(
  { store }: Services,
  { conversation, incoming }: Which,
  key: string,
): Promise<IncomingWebhooksInit> {
  const all: readonly IncomingRecord[] = await store.run(incomingQueries.incomingOf, conversation);
  return { incoming: all.filter(({ id }) => id === incoming).map((each) => ({ ...each, key })) };
}

function noSuchIncoming(): PosthornError {
  return new PosthornError('NOT_FOUND', 'the group has no such incoming webhook; it may be removed', {
    reason: 'no-such-incoming',
  });
}
