/**
 * Groups: members, roles and invites.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { get, PAGE, patch, post, put, remove } from '../../http/route.ts';
import { EVENT } from './contents.ts';
import { addMembers, createGroup, leave, silenceMember, removeMember, rename, setRole } from './groups.ts';
import { listBans, unban } from './bans.ts';
import { DOORS } from './door-operations.ts';
import { listMembers, setNickname } from './member-list.ts';
import { createInvite, joinByInvite, letsIn, listInvites, revokeInvite } from './invites.ts';
import { GROUP_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { GROUP_QUOTAS } from './quotas.ts';
import { setGroup } from './settings.ts';
import { STORAGE } from './storage.ts';
import { SUCCESSION } from './succession.ts';

const TAG = 'Groups';

/** The settings of a group, each as in GroupSettings. */
const SETTINGS = Object.fromEntries(
  [
    'write',
    'invite',
    'pin',
    'mentionAll',
    'change',
    'topic',
    'pictureUrl',
    'slowModeS',
    'join',
    'closed',
  ].map((name) => [name, { $ref: `GroupSettings#/properties/${name}` }]),
);

/** Each new member is looked up, written and told, and the number of one takes about two bytes. */
const COST_OF_MEMBERS = { bytesPerUnit: 2 };

export const GROUPS = {
  name: 'groups',
  options: { table: GROUP_OPTIONS },
  storage: STORAGE,
  personalData,
  letsIn,
  contents: [EVENT],
  states: [GROUP_QUOTAS, SUCCESSION],
  operations: [
    operation('createGroup', {
      who: 'user',
      scope: 'groups',
      repeat: 'by-client-id',
      cost: COST_OF_MEMBERS,
      run: createGroup,
      routes: [
        post('/v1/groups', TAG, 'Create a group', {
          body: ['title', 'members'],
          required: ['title'],
          example: { title: 'Verona', members: ['bob', 7] },
        }),
      ],
    }),
    operation('rename', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      run: rename,
      routes: [
        patch('/v1/groups/:conversation', TAG, 'Rename a group', {
          id: 'renameGroup',
          body: ['title'],
          example: { title: 'Verona' },
          required: ['title'],
        }),
      ],
    }),
    operation('setGroup', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      run: setGroup,
      routes: [
        patch('/v1/groups/:conversation/settings', TAG, 'Change the settings of a group', {
          bodySchema: SETTINGS,
          example: { write: 'admin', topic: 'News of Verona' },
          build: ({ conversation, ...settings }) => ({ conversation, settings }),
        }),
      ],
    }),
    operation('leave', {
      who: 'user',
      scope: 'groups',
      conversation: 'member',
      repeat: 'by-client-id',
      run: leave,
      routes: [post('/v1/groups/:conversation/leave', TAG, 'Leave a group', { id: 'leaveGroup' })],
    }),
    operation('listMembers', {
      who: 'user',
      scope: 'groups',
      conversation: 'member',
      repeat: 'harmless',
      run: listMembers,
      routes: [
        get('/v1/groups/:conversation/members', TAG, 'Members of a group', {
          query: ['prefix', 'byRank', ...PAGE],
        }),
      ],
    }),
    operation('addMembers', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      cost: COST_OF_MEMBERS,
      run: addMembers,
      routes: [
        post('/v1/groups/:conversation/members', TAG, 'Add members', {
          body: ['users'],
          example: { users: ['bob', 7] },
          required: ['users'],
        }),
      ],
    }),
    operation('removeMember', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      run: removeMember,
      routes: [
        remove('/v1/groups/:conversation/members/:user', TAG, 'Remove a member'),
        put('/v1/groups/:conversation/bans/:user', TAG, 'Ban a user from a group', {
          id: 'banMember',
          body: ['reason'],
          example: { reason: 'spam' },
          build: (input) => ({ ...input, ban: true }),
        }),
      ],
    }),
    operation('setRole', {
      who: 'user',
      scope: 'groups',
      conversation: 'owner',
      repeat: 'by-client-id',
      audited: 'everything',
      run: setRole,
      routes: [
        put('/v1/groups/:conversation/members/:user/role', TAG, 'Change a member’s role', {
          body: ['role'],
          example: { role: 'admin' },
          required: ['role'],
        }),
      ],
    }),
    operation('muteMember', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      run: silenceMember,
      routes: [
        put('/v1/groups/:conversation/members/:user/muted', TAG, 'Silence a member, or let them speak', {
          body: ['muted'],
          example: { muted: true },
          required: ['muted'],
        }),
      ],
    }),
    operation('setNickname', {
      who: 'user',
      scope: 'groups',
      conversation: 'member',
      repeat: 'harmless',
      run: setNickname,
      routes: [
        put('/v1/groups/:conversation/nickname', TAG, 'What I am called in a group', {
          body: ['nickname'],
          example: { nickname: 'Annie' },
          required: ['nickname'],
        }),
      ],
    }),
    operation('listBans', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'harmless',
      run: listBans,
      routes: [get('/v1/groups/:conversation/bans', TAG, 'Who is banned from a group', { query: PAGE })],
    }),
    operation('unban', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'harmless',
      run: unban,
      routes: [remove('/v1/groups/:conversation/bans/:user', TAG, 'Lift a ban')],
    }),
    ...DOORS,
    operation('listInvites', {
      who: 'user',
      conversation: 'manager',
      repeat: 'harmless',
      run: listInvites,
      routes: [get('/v1/groups/:conversation/invites', TAG, 'Invites of a group')],
    }),
    operation('createInvite', {
      who: 'user',
      conversation: 'manager',
      repeat: 'never',
      run: createInvite,
      routes: [
        post('/v1/groups/:conversation/invites', TAG, 'Make an invite', {
          body: ['maxUses', 'ttlMs'],
          example: { maxUses: 10, ttlMs: 604_800_000 },
        }),
      ],
    }),
    operation('revokeInvite', {
      who: 'user',
      conversation: 'manager',
      repeat: 'never',
      run: revokeInvite,
      routes: [remove('/v1/invites/:invite', TAG, 'Revoke an invite')],
    }),
    operation('joinByInvite', {
      who: 'user',
      repeat: 'by-client-id',
      run: joinByInvite,
      routes: [
        post('/v1/invites/join', TAG, 'Join a group by an invite', {
          body: ['token'],
          required: ['token'],
          example: { token: 'the part of the link after /join/' },
        }),
      ],
    }),
  ],
} as const satisfies Feature;
