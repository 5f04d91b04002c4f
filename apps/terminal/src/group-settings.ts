/**
 * Settings of a group, as people type them.
 *
 * @module
 */
import type { Conversation, GroupSettingsInit, Role } from '@posthorn/client';
import { wholeNumber } from './arguments.ts';
import { UsageError } from './exit-codes.ts';

type Read = (value: string) => GroupSettingsInit;

const ROLES = ['member', 'admin', 'owner'] as const satisfies readonly Role[];

/** By the names that people type. */
const SETTINGS: Readonly<Record<string, { readonly values: string; readonly read: Read }>> = {
  write: right('write'),
  invite: right('invite'),
  pin: right('pin'),
  'mention-all': right('mentionAll'),
  change: right('change'),
  topic: { values: 'TEXT', read: (topic) => ({ topic }) },
  picture: { values: 'URL', read: (pictureUrl) => ({ pictureUrl }) },
  slow: { values: 'SECONDS', read: (value) => ({ slowModeS: wholeNumber(value, 'SECONDS', 0) }) },
  join: {
    values: 'invite|approval|open',
    read: (value) => ({ join: oneOf(value, ['invite', 'approval', 'open'] as const) }),
  },
  closed: { values: 'yes|no', read: (value) => ({ closed: oneOf(value, ['yes', 'no'] as const) === 'yes' }) },
};

/** Throws UsageError, which says what there is. */
export function readSetting(name: string, value: string): GroupSettingsInit {
  const setting = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
  if (setting !== undefined) return setting.read(value);
  const all = Object.entries(SETTINGS).map(([each, { values }]) => `${each} ${values}`);
  throw new UsageError(`A setting is one of: ${all.join(', ')}.`);
}

function right(name: 'write' | 'invite' | 'pin' | 'mentionAll' | 'change') {
  const read: Read = (value) => ({ [name]: oneOf(value, ROLES) });
  return { values: ROLES.join('|'), read };
}

function oneOf<T extends string>(value: string, values: readonly T[]): T {
  const found = values.find((each) => each === value);
  if (found === undefined) throw new UsageError(`It is one of ${values.join(', ')}.`);
  return found;
}

/** What the directory says of the way into a group: "open", "ask to join", or the reader's role in it. */
export function wayInto({ role, settings }: Pick<Conversation, 'role' | 'settings'>): string {
  if (role !== 'unspecified') return role;
  return settings?.join === 'open' ? 'open' : 'ask to join';
}
