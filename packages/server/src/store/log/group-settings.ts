/**
 * Settings of a group, as kept in the row of its conversation.
 *
 * @module
 */
import type { GroupSettings, MemberRole } from './records.ts';

/** Up to so many members everybody may pin and mention all, unless the group says otherwise. */
const SMALL_GROUP = 20;

const DEFAULTS: GroupSettings = {
  write: 'member',
  invite: 'admin',
  pin: 'admin',
  mentionAll: 'admin',
  change: 'admin',
  topic: '',
  pictureUrl: '',
  slowModeS: 0,
  join: 'invite',
  closed: false,
};
const SMALL_DEFAULTS: GroupSettings = { ...DEFAULTS, pin: 'member', mentionAll: 'member' };

/** The settings of a group of so many members. `column`: what differs from the defaults, as JSON; empty: nothing. */
export function settingsFrom(column: string, memberCount: number): GroupSettings {
  const defaults = memberCount <= SMALL_GROUP ? SMALL_DEFAULTS : DEFAULTS;
  return column === '' ? defaults : { ...defaults, ...parse(column) };
}

/** The column after a change. */
export function changedColumn(column: string, changes: Partial<GroupSettings>): string {
  return JSON.stringify({ ...parse(column), ...changes });
}

function parse(column: string): Partial<GroupSettings> {
  // Written by changedColumn() alone.
  return column === '' ? {} : (JSON.parse(column) as Partial<GroupSettings>);
}

const RANKS: Readonly<Record<MemberRole, number>> = { member: 1, admin: 2, owner: 3 };

/** Whether a role is at least the other one. */
export function isAtLeast(role: MemberRole, needed: MemberRole): boolean {
  return RANKS[role] >= RANKS[needed];
}
