/**
 * Changed settings as words, for whoever shows events as text. Apart from the index, so that browsers need not load them.
 *
 * @module
 */
import type { GroupSettings, Role } from './generated/messages.ts';

/** What somebody did, after their name: "lets only admins write". */
export function describeSettings(changed: GroupSettings): string {
  const { topic, pictureUrl, slowModeS, join, closed } = changed;
  const parts = [
    ...RIGHTS.flatMap(([right, what]) => {
      const who = WHO[changed[right]];
      return who === undefined ? [] : [`lets ${who} ${what}`];
    }),
    topic === undefined ? '' : topic === '' ? 'removed the topic' : `set the topic to "${topic}"`,
    pictureUrl === undefined ? '' : `${pictureUrl === '' ? 'removed' : 'changed'} the picture`,
    slowModeS === undefined ? '' : slowMode(slowModeS),
    JOINING[join] ?? '',
    closed === undefined ? '' : `${closed ? 'closed' : 'opened'} the group`,
  ];
  return parts.filter((part) => part !== '').join(', ') || 'changed the group';
}

const RIGHTS = [
  ['write', 'write'],
  ['invite', 'invite'],
  ['pin', 'pin'],
  ['mentionAll', 'alert all'],
  ['change', 'change title and picture'],
] as const;

const WHO: Partial<Record<Role, string>> = {
  member: 'everybody',
  admin: 'only admins',
  owner: 'only the owner',
};

const JOINING: Partial<Record<GroupSettings['join'], string>> = {
  invite: 'took the group out of the directory',
  approval: 'lets everybody ask to join',
  open: 'lets everybody join',
};

function slowMode(seconds: number): string {
  return seconds === 0 ? 'ended slow mode' : `lets everybody write once in ${seconds} s`;
}
