/**
 * The people of the sample.
 *
 * @module
 */
import type { User } from '@posthorn/protocol';

export const ME = 1;

const PEOPLE: readonly (readonly [id: number, name: string, displayName: string, online: boolean])[] = [
  [ME, 'romeo', 'Romeo', true],
  [2, 'juliet-zh', '朱丽叶', true],
  [3, 'julia', 'יוליה', false],
  [4, 'benvolio', 'Benvolio', true],
  [5, 'rosaline', 'Rosaline', true],
  [6, 'mercutio', 'Mercutio', true],
  [7, 'tybalt', 'Tybalt', false],
  [8, 'laurence', 'Friar Laurence', false],
  [9, 'nurse', 'Nurse', true],
  [10, 'deploy-bot', 'deploy-bot', false],
  [11, 'layla', 'ليلى', true],
];

export function users(now: number): ReadonlyMap<number, User> {
  return new Map(
    PEOPLE.map(([id, name, displayName]) => [
      id,
      {
        id,
        name,
        displayName,
        avatarUrl: '',
        statusText: id === 6 ? 'On the road to Mantua' : '',
        admin: id === ME,
        bot: false,
        disabled: false,
        createdAt: now - 300 * 86_400_000,
        erased: false,
        statusEmoji: id === 6 ? '🐎' : '',
        statusUntil: 0,
        busyUntil: 0,
      },
    ]),
  );
}

export function presence(
  now: number,
): ReadonlyMap<number, { user: number; online: boolean; lastSeen: number }> {
  return new Map(
    PEOPLE.map(([user, , , online]) => [user, { user, online, lastSeen: now - user * 3_600_000 }] as const),
  );
}
