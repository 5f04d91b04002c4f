/**
 * Users as others see them, their profiles, and blocks between them.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import type { Caller } from '../../router/router.ts';
import { SCOPES } from '../../router/scopes.ts';
import { operation } from '../../router/operation.ts';
import { PosthornError } from '@posthorn/protocol';
import { get, PAGE, patch, put, remove } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import { block, listBlocked, unblock } from './blocks.ts';
import { PEOPLE_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { getPrivacy, PRIVACY_TURNS, setPrivacy } from './privacy.ts';
import { STORAGE } from './storage.ts';
import { findUsers, getUsers, updateProfile } from './users.ts';

const TAG = 'Users';

export const PEOPLE = {
  name: 'people',
  options: { table: PEOPLE_OPTIONS },
  storage: STORAGE,
  states: [PRIVACY_TURNS],
  personalData,
  operations: [
    operation('getUsers', {
      who: 'user',
      scope: SCOPES,
      worksForNobody: true,
      repeat: 'harmless',
      run: getUsers,
      routes: [
        get('/v1/me', 'Accounts', 'My account', {
          id: 'getMe',
          build: (_input, { caller }) => ({ ids: [ownId(caller)] }),
          answer: onlyUser,
          answers: 'User',
        }),
        get('/v1/users/lookup', TAG, 'Users by ids or names', { query: ['ids', 'names'] }),
        get('/v1/users/:user', TAG, 'A user by id or name', {
          id: 'getUser',
          inputs: 'Block',
          build: (input) => ({ ids: [input['user']] }),
          answer: onlyUser,
          answers: 'User',
        }),
      ],
    }),
    operation('updateProfile', {
      who: 'user',
      repeat: 'harmless',
      // Everybody who watches is told.
      cost: { slots: 8, bytesPerUnit: 1 },
      run: updateProfile,
      routes: [
        patch('/v1/me', 'Accounts', 'Change my profile', {
          body: ['displayName', 'avatarUrl', 'statusText', 'statusEmoji', 'statusUntil', 'busyUntil'],
          example: { displayName: 'Ann', statusText: 'on holiday', statusEmoji: '🌴' },
        }),
      ],
    }),
    operation('findUsers', {
      who: 'user',
      scope: SCOPES,
      worksForNobody: true,
      repeat: 'harmless',
      run: findUsers,
      routes: [
        get('/v1/users', TAG, 'Users whose name starts with a prefix', { query: ['prefix', ...PAGE] }),
      ],
    }),
    operation('getPrivacy', {
      who: 'user',
      repeat: 'harmless',
      run: getPrivacy,
      routes: [get('/v1/me/privacy', TAG, 'What I let others do')],
    }),
    operation('setPrivacy', {
      who: 'user',
      repeat: 'harmless',
      audited: 'everything',
      // It touches all direct conversations of the user.
      cost: { slots: 8 },
      run: setPrivacy,
      routes: [
        patch('/v1/me/privacy', TAG, 'Change what I let others do', {
          body: ['add', 'find', 'online', 'write'],
          example: { online: 'contacts' },
        }),
      ],
    }),
    operation('listBlocked', {
      who: 'user',
      repeat: 'harmless',
      run: listBlocked,
      routes: [get('/v1/blocks', TAG, 'Whom I have blocked', { query: PAGE })],
    }),
    operation('block', {
      who: 'user',
      repeat: 'harmless',
      run: block,
      routes: [put('/v1/blocks/:user', TAG, 'Block a user')],
    }),
    operation('unblock', {
      who: 'user',
      repeat: 'harmless',
      run: unblock,
      routes: [remove('/v1/blocks/:user', TAG, 'Unblock a user')],
    }),
  ],
} as const satisfies Feature;

function ownId({ session }: Caller): number {
  if (session !== undefined && session.user > 0) return session.user;
  throw new PosthornError('INVALID', 'a server key is no user: name one in the header posthorn-as');
}

function onlyUser(reply: Json): Json {
  const [user] = reply['users'] as readonly Json[];
  if (user === undefined)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  return user;
}
