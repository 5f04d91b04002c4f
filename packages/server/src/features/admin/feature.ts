/**
 * Operations of administrators.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { get, put } from '../../http/route.ts';
import { disableUser, getServerInfo, resetPassword, setAdministrator } from './admin.ts';
import { listNodes } from './nodes.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Administration';

export const ADMIN = {
  name: 'admin',
  storage: STORAGE,
  operations: [
    operation('listNodes', {
      who: 'admin',
      scope: 'server',
      repeat: 'harmless',
      run: listNodes,
      routes: [get('/v1/admin/nodes', TAG, 'Every process of the server, and how it is')],
    }),
    operation('getServerInfo', {
      who: 'admin',
      scope: 'server',
      repeat: 'harmless',
      run: getServerInfo,
      routes: [get('/v1/admin/info', TAG, 'Version and totals of this server')],
    }),
    operation('disableUser', {
      who: 'admin',
      scope: 'users',
      repeat: 'never',
      audited: 'refusals',
      run: disableUser,
      routes: [
        put('/v1/admin/users/:user/disabled', TAG, 'Disable an account, or enable it again', {
          body: ['disabled'],
          example: { disabled: true },
          required: ['disabled'],
        }),
      ],
    }),
    operation('setAdministrator', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: setAdministrator,
      routes: [
        put('/v1/admin/users/:user/administrator', TAG, 'Make an account an administrator, or no longer', {
          body: ['administrator'],
          example: { administrator: true },
          required: ['administrator'],
        }),
      ],
    }),
    operation('resetPassword', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: resetPassword,
      routes: [
        put('/v1/admin/users/:user/password', TAG, 'Give an account a new password', {
          body: ['newPassword'],
          example: { newPassword: 'soft-what-light' },
          required: ['newPassword'],
        }),
      ],
    }),
  ],
} as const satisfies Feature;
