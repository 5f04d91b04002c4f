/**
 * Events of a group's past, and what they have changed.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Event } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import type { ConversationRecord, Effect } from '../../store/log/records.ts';
import { heir, ownerOf } from '../groups/queries.ts';

/** Those that no group needs. */
const ANYWHERE: ReadonlySet<string> = new Set(['previews', 'no-previews', 'vanishing']);

/** What an event has changed. Throws INVALID for those that no conversation of the kind has. */
export async function eventEffects(
  services: Pick<Services, 'store'>,
  event: Event,
  { record, sender }: { readonly record: ConversationRecord; readonly sender: number },
): Promise<readonly Effect[]> {
  const { users, title, vanishAfterMs: afterMs } = event;
  if (record.kind !== 'group' && !ANYWHERE.has(event.kind))
    throw new PosthornError('INVALID', `there is no event ${event.kind} but in groups`);
  switch (event.kind) {
    case 'added':
      return [{ type: 'add', users, role: 'member' }];
    case 'joined':
      return [{ type: 'add', users: [sender], role: 'member' }];
    case 'left':
      return [await removal(services, record.id, [sender])];
    case 'removed':
      return [await removal(services, record.id, users)];
    case 'banned':
      return [
        await removal(services, record.id, users),
        ...users.map((user) => ({ type: 'ban', user, reason: '' })),
      ];
    case 'renamed':
      return [{ type: 'title', title }];
    case 'role-changed':
      return [await rolesOf(services, record.id, event)];
    case 'muted':
    case 'unmuted':
      return users.map((user) => ({ type: 'silence', user, silenced: event.kind === 'muted' }));
    case 'changed':
      return [{ type: 'settings', changes: changesIn(event) }];
    case 'previews':
    case 'no-previews':
      return [{ type: 'no-previews', off: event.kind === 'no-previews' }];
    case 'vanishing':
      return [{ type: 'set-vanishing', afterMs }];
    default:
      throw new PosthornError('INVALID', `an event ${event.kind} is not imported`);
  }
}

/** Of an owner, the next one takes over, as when they leave now. */
async function removal(
  { store }: Pick<Services, 'store'>,
  conversation: number,
  users: readonly number[],
): Promise<Effect> {
  const owner = await store.run(ownerOf, conversation);
  const next =
    owner !== undefined && users.includes(owner) ? await store.run(heir, conversation, owner) : undefined;
  return next === undefined ? { type: 'remove', users } : { type: 'remove-owner', user: owner, heir: next };
}

/** Whoever was the owner before a new one is an admin. */
async function rolesOf(
  { store }: Pick<Services, 'store'>,
  conversation: number,
  { users, role }: Event,
): Promise<Effect> {
  if (role === 'unspecified') throw new PosthornError('INVALID', 'say which role');
  const owner = role === 'owner' ? await store.run(ownerOf, conversation) : undefined;
  const before = owner === undefined || users.includes(owner) ? [] : [{ user: owner, role: 'admin' }];
  return { type: 'roles', roles: [...before, ...users.map((user) => ({ user, role }))] };
}

/** Without what is unspecified. */
function changesIn({ settings }: Event): Readonly<Record<string, unknown>> {
  const given: readonly (readonly [string, unknown])[] = Object.entries(settings ?? {});
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== 'unspecified'));
}
