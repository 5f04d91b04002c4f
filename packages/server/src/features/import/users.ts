/**
 * Accounts of an import: without a password, under their own name or the next free one.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import { originOf } from '../../router/audit.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedUrl, countChars } from '../../router/texts.ts';
import * as importQueries from '../accounts/import-queries.ts';
import { lookOf } from '../accounts/looks.ts';
import { checkedName, foldName } from '../accounts/names.ts';
import { UNUSABLE_PASSWORD } from '../accounts/passwords.ts';
import { switchAccount } from '../accounts/switching.ts';
import { updateUser } from '../accounts/user-queries.ts';
import type { UserRecord } from '../accounts/user-records.ts';
import type { UserEntry } from './entries.ts';

/** Names that are tried: `ann`, `ann-2`, … */
const MAX_NAMES = 50;
/** Normalising a long run of accents takes long. */
const MAX_RAW_UNITS = LIMITS.maxNameChars * 4;
/** Room for what makes a name a free one. */
const MAX_BASE_CHARS = LIMITS.maxNameChars - 3;

export interface UserOutcome {
  readonly outcome: 'made' | 'linked' | 'there';
  readonly user: number;
  /** It may be another one than was wanted. */
  readonly name: string;
}

/** Throws NAME_TAKEN if no name like it is free. */
export async function importUser(services: Services, caller: Caller, entry: UserEntry): Promise<UserOutcome> {
  const { store, clock } = services;
  const base = usableName(entry.name, entry.id);
  const origin = originOf(clock, caller, 'importRecords');
  for (let tries = 1; tries <= MAX_NAMES; tries++) {
    const name = tries === 1 ? base : `${base}-${tries}`;
    const imported = importedAs(entry, name, clock.now());
    const outcome = await store.run(importQueries.importUser, imported, origin);
    if (outcome.status === 'taken') continue;
    const { status, user } = outcome;
    // Again, if it was cut off after the account was made.
    if (status === 'made' || isUnfinished(entry, user)) await complete(services, caller, user, entry);
    return { outcome: status, user: user.id, name: user.name };
  }
  throw new PosthornError('NAME_TAKEN', `the name ${entry.name} is taken, and so are those like it`);
}

function importedAs(entry: UserEntry, name: string, now: number): importQueries.ImportedUser {
  return {
    account: {
      name,
      nameKey: foldName(name),
      look: lookOf(name),
      displayName: lineOf(entry.displayName ?? '', LIMITS.maxDisplayNameChars),
      passwordHash: UNUSABLE_PASSWORD,
      admin: false,
      createdAt: entry.createdAt ?? now,
      bot: entry.bot ?? false,
    },
    avatarUrl: urlOf(entry.avatarUrl ?? ''),
    externalId: entry.id,
    link: entry.link ?? false,
  };
}

/** An account that nobody has used is as the source says. */
function isUnfinished({ disabled = false, link = false }: UserEntry, user: UserRecord): boolean {
  return disabled && !link && !user.disabled && user.lastSeen === 0;
}

async function complete(
  services: Services,
  caller: Caller,
  { id }: UserRecord,
  { statusText = '', statusEmoji = '', disabled = false }: UserEntry,
): Promise<void> {
  const status = { statusText: lineOf(statusText, LIMITS.maxStatusChars), statusEmoji };
  if (statusText !== '' || statusEmoji !== '') await services.store.run(updateUser, id, status);
  if (disabled) await switchAccount(services, id, true, originOf(services.clock, caller, 'importRecords'));
}

/** A name that an account can have. */
function usableName(wanted: string, id: string): string {
  const plain = wanted
    .slice(0, MAX_RAW_UNITS)
    .normalize('NFKC')
    .replaceAll(/\s+/g, '.')
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]/gu, '')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  const short = Array.from(plain).slice(0, MAX_BASE_CHARS).join('');
  for (const name of [wanted, short, `user-${short}`]) {
    if (countChars(name) > MAX_BASE_CHARS) continue;
    try {
      return checkedName(name);
    } catch {
      // The next one.
    }
  }
  return `user-${Buffer.from(id).toString('hex').slice(-12)}`;
}

/** As much of a line as there is room for. */
function lineOf(text: string, maxChars: number): string {
  const line = Array.from(text.replaceAll(/\s+/g, ' ').trim()).slice(0, maxChars).join('');
  try {
    return checkedLine(line, 'line', maxChars);
  } catch {
    return '';
  }
}

function urlOf(url: string): string {
  try {
    return checkedUrl(url, 'picture', LIMITS.maxUrlChars);
  } catch {
    return '';
  }
}
