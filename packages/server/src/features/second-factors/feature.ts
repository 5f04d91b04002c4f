/**
 * Second factors: authenticator apps, passkeys, and recovery codes.
 *
 * @module
 */
import { get, patch, post, remove } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import {
  beginFactor,
  confirmFactor,
  listFactors,
  removeFactor,
  renameFactor,
  renewRecoveryCodes,
  resetFactors,
} from './factors.ts';
import { askPasskey, beginFactorAtLogin, loginCheck } from './login.ts';
import { SECOND_FACTOR_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Second factors';

export const SECOND_FACTORS = {
  name: 'second-factors',
  options: { table: SECOND_FACTOR_OPTIONS },
  storage: STORAGE,
  personalData,
  loginCheck,
  operations: [
    operation('listFactors', {
      who: 'user',
      repeat: 'harmless',
      run: listFactors,
      routes: [get('/v1/me/factors', TAG, 'My second factors')],
    }),
    operation('beginFactor', {
      who: 'user',
      repeat: 'never',
      audited: 'refusals',
      run: beginFactor,
      routes: [
        post('/v1/me/factors/begin', TAG, 'Begin to add a second factor', {
          body: ['kind', 'password', 'origin'],
          required: ['kind', 'password'],
          example: { kind: 'totp', password: 'but-soft' },
        }),
      ],
    }),
    operation('confirmFactor', {
      who: 'user',
      repeat: 'never',
      audited: 'refusals',
      run: confirmFactor,
      routes: [
        post('/v1/me/factors', TAG, 'Add a second factor, by its first code or answer', {
          body: ['name', 'code', 'passkey'],
          example: { name: 'Phone', code: '123456' },
        }),
      ],
    }),
    operation('renameFactor', {
      who: 'user',
      repeat: 'harmless',
      run: renameFactor,
      routes: [
        patch('/v1/me/factors/:factor', TAG, 'Rename a second factor', {
          body: ['name'],
          required: ['name'],
          example: { name: 'Old phone' },
        }),
      ],
    }),
    operation('removeFactor', {
      who: 'user',
      repeat: 'never',
      audited: 'refusals',
      run: removeFactor,
      routes: [
        post('/v1/me/factors/:factor/remove', TAG, 'Remove a second factor', {
          body: ['password'],
          required: ['password'],
          example: { password: 'but-soft' },
        }),
      ],
    }),
    operation('renewRecoveryCodes', {
      who: 'user',
      repeat: 'never',
      audited: 'refusals',
      run: renewRecoveryCodes,
      routes: [
        post('/v1/me/factors/recovery-codes', TAG, 'Make new recovery codes; those before end', {
          body: ['password'],
          required: ['password'],
          example: { password: 'but-soft' },
        }),
      ],
    }),
    operation('askPasskey', {
      who: 'stranger',
      repeat: 'never',
      audited: 'refusals',
      run: askPasskey,
      routes: [
        post('/v1/login/passkey', TAG, 'What a passkey is to sign for a login', {
          body: ['name', 'password', 'origin'],
          required: ['name', 'password', 'origin'],
          example: { name: 'ann', password: 'but-soft', origin: 'https://chat.example.com' },
        }),
      ],
    }),
    operation('beginFactorAtLogin', {
      who: 'stranger',
      repeat: 'never',
      audited: 'refusals',
      run: beginFactorAtLogin,
      routes: [
        post('/v1/login/factor', TAG, 'Begin to add the second factor that a login needs', {
          body: ['name', 'password', 'kind', 'origin'],
          required: ['name', 'password', 'kind'],
          example: { name: 'ann', password: 'but-soft', kind: 'totp' },
        }),
      ],
    }),
    operation('resetFactors', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: resetFactors,
      routes: [
        remove(
          '/v1/admin/users/:user/factors',
          TAG,
          'Remove the second factors of somebody who has lost them',
        ),
      ],
    }),
  ],
} as const satisfies Feature;
