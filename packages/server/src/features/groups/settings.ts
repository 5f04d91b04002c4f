/**
 * Changing the settings of a group.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { AckInit, GroupSettings as Wanted, SetGroup } from '@posthorn/protocol';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedPicture } from '../../router/texts.ts';
import type { GroupSettings, MemberRecord, Right } from '../../store/log/records.ts';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { changeGroup } from './changes.ts';
import { asHolder, asManager, asOwner } from './permissions.ts';

/** One message a day. */
const MAX_SLOW_MODE_S = 86_400;

type Changes = Partial<GroupSettings>;

const RIGHTS: readonly Right[] = ['write', 'invite', 'pin', 'mentionAll', 'change'];

/** What the right `change` is for. Everything else is for admins. */
const LOOKS: ReadonlySet<string> = new Set<keyof GroupSettings>(['topic', 'pictureUrl']);

export async function setGroup(services: Services, caller: Caller, request: SetGroup): Promise<AckInit> {
  const changes = checkedChanges(request.settings);
  if (Object.keys(changes).length === 0) throw new PosthornError('INVALID', 'say what to change');
  return changeGroup(services, caller, {
    conversation: request.conversation,
    clientId: request.clientId,
    event: { kind: 'changed', settings: changes },
    rule: (cached, member) => {
      assertMayChange(cached, member, changes);
      return { type: 'settings', changes };
    },
  });
}

/** What the request changes. Throws INVALID. */
function checkedChanges(wanted: Wanted | undefined): Changes {
  if (wanted === undefined) return {};
  const { topic, pictureUrl, slowModeS, closed, join, write, invite, pin, mentionAll, change } = wanted;
  if (slowModeS !== undefined && slowModeS > MAX_SLOW_MODE_S) {
    throw new PosthornError('INVALID', `slow mode is at most ${MAX_SLOW_MODE_S} s`, {
      reason: 'slow-mode-too-long',
    });
  }
  return {
    ...named({ write, invite, pin, mentionAll, change }),
    ...named({ join }),
    ...(topic !== undefined && { topic: checkedLine(topic, 'topic', LIMITS.maxTopicChars) }),
    ...(pictureUrl !== undefined && { pictureUrl: checkedPicture(pictureUrl) }),
    ...(slowModeS !== undefined && { slowModeS }),
    ...(closed !== undefined && { closed }),
  };
}

/** Without what is unspecified. */
function named<K extends string, V extends string>(
  given: Readonly<Record<K, V>>,
): Partial<Record<K, Exclude<V, 'unspecified'>>> {
  const kept = Object.entries(given).filter(([, value]) => value !== 'unspecified');
  // Nothing that is unspecified is left.
  return Object.fromEntries(kept) as Partial<Record<K, Exclude<V, 'unspecified'>>>;
}

function assertMayChange(
  cached: CachedConversation,
  caller: MemberRecord | undefined,
  changes: Changes,
): void {
  const names = Object.keys(changes);
  const { settings } = cached.record;
  if (names.some((name) => LOOKS.has(name))) asHolder(cached, caller, 'change');
  if (names.some((name) => !LOOKS.has(name))) asManager(cached, caller);
  // What is the owner's alone stays so, until the owner says otherwise.
  const isOwners = RIGHTS.some((right) => {
    const wanted = changes[right];
    return wanted !== undefined && (wanted === 'owner' || settings[right] === 'owner');
  });
  if (isOwners || changes.closed !== undefined) asOwner(cached, caller);
}
