/**
 * Managing users in bulk, by programs and administrators.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import { patch, post } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { changeUsers } from './change.ts';
import { importUsers } from './import.ts';
import { personalData } from './personal-data.ts';

const TAG = 'Administration';
/** Each user is looked up and written. */
const COST = { slots: 8, bytesPerUnit: 64 };
const PROFILE = ['displayName', 'avatarUrl', 'statusText', 'statusEmoji', 'statusUntil'];

export const MANAGEMENT = {
  name: 'management',
  personalData,
  operations: [
    operation('importUsers', {
      who: 'admin',
      scope: 'users',
      repeat: 'harmless',
      cost: COST,
      audited: 'refusals',
      run: importUsers,
      routes: [
        post('/v1/admin/users/import', TAG, 'Make accounts, up to 1,000 at once', {
          bodySchema: { accounts: { $ref: 'ImportUsers#/properties/accounts' } },
          required: ['accounts'],
          example: { accounts: [{ name: 'romeo', externalId: '17', displayName: 'Romeo' }] },
        }),
      ],
    }),
    operation('changeUsers', {
      who: 'admin',
      scope: 'users',
      repeat: 'harmless',
      cost: COST,
      audited: 'refusals',
      run: changeUsers,
      routes: [
        patch('/v1/admin/users', TAG, 'Change, disable, enable or erase accounts, up to 1,000 at once', {
          bodySchema: { changes: { $ref: 'ChangeUsers#/properties/changes' } },
          required: ['changes'],
          example: {
            changes: [
              { externalId: '17', displayName: 'Romeo M.' },
              { user: 18, disabled: true },
            ],
          },
        }),
        patch('/v1/admin/users/:user', TAG, 'Change, disable or enable an account', {
          id: 'changeUser',
          inputs: 'UserChange',
          body: [...PROFILE, 'disabled'],
          example: { displayName: 'Romeo M.' },
          build: (input) => ({ changes: [input] }),
          answer: onlyResult,
          answers: 'UserResult',
        }),
      ],
    }),
  ],
} as const satisfies Feature;

function onlyResult(reply: Json): Json {
  const [result = {}] = reply['results'] as readonly Json[];
  if (result['outcome'] !== 'refused') return result;
  // As eachOnItsOwn() has written it.
  throw new PosthornError(result['code'] as ErrorName, String(result['message']));
}
