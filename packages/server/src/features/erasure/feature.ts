/**
 * Erasing accounts.
 *
 * @module
 */
import { put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { ERASED_KIND } from './contents.ts';
import { eraseAccount, eraseUser } from './erasure.ts';
import { ERASURES_STATE } from './erasures.ts';
import { ERASURE_OPTIONS } from './options.ts';
import { STORAGE } from './storage.ts';

export const ERASURE = {
  name: 'erasure',
  options: { table: ERASURE_OPTIONS },
  storage: STORAGE,
  contents: [ERASED_KIND],
  states: [ERASURES_STATE],
  operations: [
    operation('eraseAccount', {
      who: 'user',
      repeat: 'never',
      audited: 'refusals',
      run: eraseAccount,
      routes: [
        put('/v1/me/erased', 'Accounts', 'Erase my account for good', {
          body: ['password'],
          example: { password: 'but-soft' },
          required: ['password'],
        }),
      ],
    }),
    operation('eraseUser', {
      who: 'admin',
      scope: 'users',
      repeat: 'harmless',
      audited: 'refusals',
      run: eraseUser,
      routes: [put('/v1/admin/users/:user/erased', 'Administration', 'Erase an account for good')],
    }),
  ],
} as const satisfies Feature;
