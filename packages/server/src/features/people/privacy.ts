/**
 * Privacy settings: who may add a user to groups, find them, see them online, and write to them.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Audience, GetPrivacy, PrivacyInit, SetPrivacy } from '@posthorn/protocol';
import type { Refusals } from '../../pipeline/conversation-cache.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import { optionsOf } from '../../config/option.ts';
import { PEOPLE_OPTIONS } from './options.ts';
import * as blockQueries from './block-queries.ts';
import * as privacyQueries from './privacy-queries.ts';
import type { Level, PrivacyRecord } from './privacy-queries.ts';

/** What somebody lets others do. */
export type Setting = Exclude<keyof PrivacyRecord, 'user'>;

/** Whom it takes to say what somebody lets others do. */
export type Deciding = Pick<Services, 'store'> & { readonly config: Pick<Services['config'], 'options'> };

/** Changes of one user's settings at once: each may touch all direct conversations of the user. */
export const PRIVACY_TURNS: RouterState<Turns> = { name: 'privacy turns', open: () => new Turns(1) };

export async function getPrivacy(
  services: Services,
  caller: Caller,
  _request: GetPrivacy,
): Promise<PrivacyInit> {
  return privacyFor(services, sessionOf(caller).user);
}

/** What `user` lets others do. */
export async function privacyFor(deciding: Deciding, user: number): Promise<PrivacyInit> {
  const { user: _user, ...levels } = await settingsOf(deciding, user);
  return levels;
}

export async function setPrivacy(
  services: Services,
  caller: Caller,
  { add, find, online, write }: SetPrivacy,
): Promise<PrivacyInit> {
  const { user } = sessionOf(caller);
  return services.state(PRIVACY_TURNS).take(user, () => change(services, user, { add, find, online, write }));
}

async function change(
  services: Services,
  user: number,
  { add, find, online, write }: SetPrivacy,
): Promise<PrivacyInit> {
  const [stored] = await services.store.run(privacyQueries.privacyOf, [user]);
  const now = stored ?? openSettings(user);
  const changed = {
    user,
    add: levelOf(add) ?? now.add,
    find: levelOf(find) ?? now.find,
    online: levelOf(online) ?? now.online,
    write: levelOf(write) ?? now.write,
  };
  await services.store.run(privacyQueries.setPrivacy, changed);
  await settlePrivacy(services, changed, now);
  return privacyFor(services, user);
}

/** Lets everybody heed settings that have just been stored. `before`: what was there; absent: nothing. */
export async function settlePrivacy(
  services: Services,
  changed: PrivacyRecord,
  before: PrivacyRecord = openSettings(changed.user),
): Promise<void> {
  const { user, write, online } = changed;
  if (write !== before.write) await outdateDirects(services, user);
  if (online !== before.online) services.publish.visibilityChanged(user);
}

/** Conversations of one transaction. */
const PAGE = 500;

/** Resolves when no router writes what it has authorised before. */
async function outdateDirects({ store }: Services, user: number): Promise<void> {
  let after = 0;
  do after = await store.run(privacyQueries.outdateDirects, user, after, PAGE);
  while (after > 0);
}

/** Throws FORBIDDEN if one of these users does not want to be added to groups by `by`. */
export async function assertAddable(services: Services, by: number, users: readonly number[]): Promise<void> {
  const allowing = await letting(services, 'add', { asker: by, users });
  const refusing = users.find((user) => !allowing.has(user));
  if (refusing === undefined) return;
  throw new PosthornError('FORBIDDEN', `user ${refusing} is not added to groups by you; send an invite`, {
    reason: 'not-added-to-groups',
  });
}

/**
 * Whether neither of the two blocks the other, and `user` lets `asker` do something. All refusals look alike, so that nobody
 * learns who it is that does not want it.
 */
export async function isOpenTo(
  deciding: Deciding,
  setting: 'online' | 'write',
  { asker, user }: { readonly asker: number; readonly user: number },
): Promise<boolean> {
  return (await openAmong(deciding, setting, { asker, users: [user] })).has(user);
}

/** The same of many users. */
export async function openAmong(
  deciding: Deciding,
  setting: 'online' | 'write',
  { asker, users }: Asked,
): Promise<ReadonlySet<number>> {
  const blocked = new Set(await deciding.store.run(blockQueries.blockedAmong, asker, users));
  return letting(deciding, setting, { asker, users: users.filter((user) => !blocked.has(user)) });
}

/** Whether `asker` may ask `user` to become a contact, or answer their request. */
export async function isOpenToRequests(
  deciding: Deciding,
  { asker, user, isAnswer }: { readonly asker: number; readonly user: number; readonly isAnswer: boolean },
): Promise<boolean> {
  const blocked = await deciding.store.run(blockQueries.blockedAmong, asker, [user]);
  if (blocked.length > 0) return false;
  return isAnswer || (await settingsOf(deciding, user)).write !== 'nobody';
}

/** Those of these users who are found by `asker`. */
export async function findable<T extends { readonly id: number }>(
  services: Services,
  asker: number,
  found: readonly T[],
): Promise<readonly T[]> {
  const allowing = await letting(services, 'find', { asker, users: found.map(({ id }) => id) });
  return found.filter(({ id }) => allowing.has(id));
}

/** Those of these users whom everybody finds and sees online, for askers who are not known. */
export async function publiclyOnline<T extends { readonly id: number }>(
  { store }: Services,
  found: readonly T[],
): Promise<readonly T[]> {
  const settings = await store.run(
    privacyQueries.privacyOf,
    found.map(({ id }) => id),
  );
  const hidden = new Set(
    settings
      .filter(({ find, online }) => find !== 'everyone' || online !== 'everyone')
      .map(({ user }) => user),
  );
  return hidden.size === 0 ? found : found.filter(({ id }) => !hidden.has(id));
}

/** Who of the two users of a direct conversation takes no messages from the other one; see ConversationCache. */
export async function refusalsBetween(deciding: Deciding, users: readonly number[]): Promise<Refusals> {
  const [a, b] = users;
  if (a === undefined || b === undefined) return { by: [], isLasting: true };
  const settings = await narrowed(deciding, users);
  const refusing: number[] = [];
  for (const { user, write } of settings) {
    if (!(await isAllowed(deciding, write, { asker: user === a ? b : a, user }))) refusing.push(user);
  }
  return { by: refusing, isLasting: settings.every(({ write }) => write !== 'contacts') };
}

interface Asked {
  readonly asker: number;
  readonly users: readonly number[];
}

/** Those of `users` who let `asker` do something. */
async function letting(
  deciding: Deciding,
  setting: Setting,
  { asker, users }: Asked,
): Promise<ReadonlySet<number>> {
  const allowing = new Set(users);
  for (const settings of await narrowed(deciding, users)) {
    const { user, [setting]: level } = settings;
    if (!(await isAllowed(deciding, level, { asker, user }))) allowing.delete(user);
  }
  return allowing;
}

async function isAllowed(
  { store }: Deciding,
  level: Level,
  { asker, user }: { readonly asker: number; readonly user: number },
): Promise<boolean> {
  if (level === 'everyone' || asker === user) return true;
  return level === 'contacts' && store.run(privacyQueries.isContact, user, asker);
}

/** The settings of those of `users` who do not let everybody do everything. */
async function narrowed(
  { store, config }: Deciding,
  users: readonly number[],
): Promise<readonly PrivacyRecord[]> {
  const found = await store.run(privacyQueries.privacyOf, users);
  if (optionsOf(config.options, PEOPLE_OPTIONS).contacts === 'optional') return found;
  const byUser = new Map(found.map((each) => [each.user, each]));
  return users.map((user) => {
    const settings = byUser.get(user) ?? openSettings(user);
    return settings.write === 'everyone' ? { ...settings, write: 'contacts' } : settings;
  });
}

async function settingsOf(deciding: Deciding, user: number): Promise<PrivacyRecord> {
  const [found] = await narrowed(deciding, [user]);
  return found ?? openSettings(user);
}

function openSettings(user: number): PrivacyRecord {
  return { user, add: 'everyone', find: 'everyone', online: 'everyone', write: 'everyone' };
}

function levelOf(audience: Audience): Level | undefined {
  return audience === 'unspecified' ? undefined : audience;
}
