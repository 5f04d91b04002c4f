/**
 * What concerns a user alone: drafts, pins, folders and the like, as values under names that clients agree on
 * (docs/protocol.md, Personal space). All devices of the user have the same.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { DoneInit, GetMine, MineInit, MuteConversation, SetMine } from '@posthorn/protocol';
import { sessionOf } from '../../router/caller.ts';
import { clientIdOf, pageLimit } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { conversationFor } from '../conversations/views.ts';
import { muteEntry, mutesIn } from './mutes.ts';
import { MINE_NOTES } from './notes.ts';
import * as mineQueries from './queries.ts';
import type { MineChange, MinePlace } from './records.ts';

const MAX_ENTRIES = 100;
const MAX_PAGE = 1000;

const KEY = /^[!-~]{1,200}$/;
const KEY_PREFIX = /^[!-~]{0,200}$/;

export async function setMine(services: Services, caller: Caller, request: SetMine): Promise<MineInit> {
  const { entries, ifUnchanged } = request;
  if (entries.length === 0 || entries.length > MAX_ENTRIES)
    throw new PosthornError('INVALID', `1 to ${MAX_ENTRIES} entries can be changed at once`);
  for (const { key, value } of entries) checkEntry(key, value);
  if (new Set(entries.map(({ key }) => key)).size < entries.length)
    throw new PosthornError('INVALID', 'an entry can be changed only once in a request');
  const clientId = clientIdOf(services, request.clientId);
  return changeMine(services, caller, { entries, clientId, ifUnchanged });
}

export async function muteConversation(
  services: Services,
  caller: Caller,
  { conversation, muted }: MuteConversation,
): Promise<DoneInit> {
  await conversationFor(services, sessionOf(caller).user, conversation);
  const entries = [muteEntry(conversation, muted)];
  await changeMine(services, caller, { entries, clientId: clientIdOf(services, ''), ifUnchanged: false });
  return {};
}

/** Makes a change whose entries have been checked, and tells the user's other devices. */
async function changeMine(
  services: Services,
  caller: Caller,
  wanted: Pick<MineChange, 'entries' | 'clientId' | 'ifUnchanged'>,
): Promise<MineInit> {
  const { user } = sessionOf(caller);
  const change = { ...wanted, user, mutes: mutesIn(wanted.entries), time: services.clock.now() };
  const outcome = await services.store.run(mineQueries.setMine, change);
  if (outcome === 'changed') throw new PosthornError('CONFLICT', 'an entry has changed in the meantime');
  if (outcome === 'full')
    throw new PosthornError('LIMIT_EXCEEDED', 'your personal space is full; remove something first', {
      reason: 'personal-space-full',
    });
  const { after, version } = outcome;
  if (version > after) services.state(MINE_NOTES).changed(user, outcome, caller.connection);
  return { entries: outcome.entries, after, version };
}

export async function getMine(services: Services, caller: Caller, request: GetMine): Promise<MineInit> {
  const { after, prefix, cursor } = request;
  if (!KEY_PREFIX.test(prefix)) throw invalidKey();
  const { user } = sessionOf(caller);
  const bounds = { limit: pageLimit(request.limit, MAX_PAGE), maxBytes: LIMITS.maxPullBytes };
  const place = cursor === '' ? { after, begun: 0 } : placeOf(cursor);
  const page = await services.store.run(mineQueries.changedMine, user, prefix, place, bounds);
  const { entries, version, more, begun } = page;
  return { entries, after: page.after, version, next: more ? `${version}-${begun}` : '' };
}

function placeOf(cursor: string): MinePlace {
  const [, after, begun] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (after === undefined || begun === undefined)
    throw new PosthornError('INVALID', 'this cursor did not come from a page');
  return { after: Number(after), begun: Number(begun) };
}

/** Throws INVALID or TOO_LARGE. */
export function checkEntry(key: string, value: string): void {
  if (!KEY.test(key)) throw invalidKey();
  if (Buffer.byteLength(value) > LIMITS.maxTextBytes)
    throw new PosthornError('TOO_LARGE', `a value has at most ${LIMITS.maxTextBytes} bytes`);
  // PostgreSQL cannot store it.
  if (value.includes('\0')) throw new PosthornError('INVALID', 'a value has no U+0000');
}

function invalidKey(): PosthornError {
  return new PosthornError('INVALID', 'a key has 1 to 200 visible ASCII characters');
}
