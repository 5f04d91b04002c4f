import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupSettings, Role } from '@posthorn/protocol';
import { denialOf, memberDenial, neededFor, roleDenial, settingDenial } from './group-rights.ts';

const NOTHING: GroupSettings = {
  write: 'unspecified',
  invite: 'unspecified',
  pin: 'unspecified',
  mentionAll: 'unspecified',
  change: 'unspecified',
  topic: undefined,
  pictureUrl: undefined,
  slowModeS: undefined,
  join: 'unspecified',
  closed: undefined,
};

function group(role: Role, settings: Partial<GroupSettings> = {}, memberCount = 5) {
  return { role, left: false, memberCount, settings: { ...NOTHING, ...settings } };
}

test('rights have their defaults', () => {
  assert.equal(neededFor('write', group('member')), 'member');
  assert.equal(neededFor('invite', group('member')), 'admin');
  assert.equal(neededFor('pin', group('member')), 'member');
  assert.equal(neededFor('pin', group('member', {}, 21)), 'admin');
});

test('settings give rights to roles and those above', () => {
  assert.equal(denialOf('write', group('member', { write: 'admin' })), 'admins-only');
  assert.equal(denialOf('write', group('admin', { write: 'admin' })), undefined);
  assert.equal(denialOf('write', group('owner', { closed: true })), 'closed');
  assert.equal(denialOf('write', { ...group('member'), left: true }), 'not-a-member');
});

test('what is for the owner alone is hers to change', () => {
  assert.equal(settingDenial('slowModeS', group('admin')), undefined);
  assert.equal(settingDenial('closed', group('admin')), 'owner-only');
  assert.equal(settingDenial('invite', group('admin', { invite: 'owner' }), 'member'), 'owner-only');
  assert.equal(settingDenial('invite', group('admin'), 'owner'), 'owner-only');
  assert.equal(settingDenial('topic', group('member', { change: 'member' })), undefined);
});

test('ranks count, and nobody does it to themselves', () => {
  const member = (role: Role, user = 2) => ({ user, role });
  assert.equal(memberDenial(group('admin'), member('member'), 1), undefined);
  assert.equal(memberDenial(group('admin'), member('admin'), 1), 'outranked');
  assert.equal(memberDenial(group('member'), member('member'), 1), 'admins-only');
  assert.equal(memberDenial(group('owner'), member('owner', 1), 1), 'yourself');
  assert.equal(roleDenial(group('admin'), member('member'), { id: 1, admin: false }), 'owner-only');
  assert.equal(roleDenial(group('member'), member('member'), { id: 1, admin: true }), undefined);
});
