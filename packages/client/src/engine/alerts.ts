/**
 * Which messages should alert the user, by what they have set.
 *
 * @module
 */
import { isQuiet } from '@posthorn/protocol/quiet';
import type { Incoming } from '../api.ts';
import type { Core } from './core.ts';
import { counts, isNaming } from './fold.ts';

/** The user's setting: "none" for no alerts of requests. */
const CONTACTS = 'push/contacts';

/** What was said longer ago was missed, and alerts no more. */
const RECENT_MS = 300_000;

export function shouldAlert(core: Core, message: Incoming): boolean {
  const { board, now } = core;
  if (message.isMine || message.time < now() - RECENT_MS) return false;
  const mine = board.table('mine');
  if (
    (board.value('me')?.busyUntil ?? 0) > now() ||
    isQuiet(JSON.stringify(mine.get('quiet') ?? null), now())
  )
    return false;
  const info = board.table('conversations').get(message.conversation);
  if (info === undefined || info.left || message.seq <= info.read) return false;
  if (isRequest(message)) return mine.get(CONTACTS) !== 'none';
  const level = mine.get(`level/${message.conversation}`);
  return level !== 'none' && isMeant(message, core.self(), { ...info, level });
}

/** Somebody asks the user to be a contact; only the one who is asked hears of it from somebody else. */
function isRequest({ content: { kind } }: Incoming): boolean {
  return kind?.case === 'event' && kind.value.kind === 'contact-asked';
}

function isMeant(
  message: Incoming,
  self: number,
  { kind, muted, level }: { readonly kind: string; readonly muted: boolean; readonly level: unknown },
): boolean {
  const { thread } = message.content;
  if (thread === 0 && !counts(message)) return false;
  if (isNaming(message, self)) return true;
  if (thread > 0 && message.state?.own?.follows !== true) return false;
  if (level === 'mentions' || muted) return false;
  // A room is open to everybody: only what names the user is meant for them, unless they have said otherwise.
  return kind !== 'room' || level === 'all';
}
