/**
 * Server keys: bearer tokens by which a program manages the server over REST, within scopes. No key may do anything here.
 *
 * @module
 */
import { get, post, remove } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { createKey, listKeys, revokeKey, rotateKey } from './keys.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Server keys';
const ONE = { answer: onlyKey, answers: 'ServerKey' };

export const KEYS = {
  name: 'keys',
  storage: STORAGE,
  personalData,
  operations: [
    operation('createKey', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: createKey,
      routes: [
        post('/v1/admin/keys', TAG, 'Make a server key', {
          body: ['name', 'scopes', 'ttlMs', 'requestsPerSecond'],
          required: ['name', 'scopes'],
          example: { name: 'shop', scopes: ['users', 'messages'] },
          ...ONE,
        }),
      ],
    }),
    operation('listKeys', {
      who: 'admin',
      repeat: 'harmless',
      run: listKeys,
      routes: [
        get('/v1/admin/keys', TAG, 'The server keys, without their secrets'),
        get('/v1/admin/keys/:key', TAG, 'A server key, without its secret', { id: 'getKey', ...ONE }),
      ],
    }),
    operation('rotateKey', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: rotateKey,
      routes: [
        post('/v1/admin/keys/:key/rotate', TAG, 'Give a server key a new secret', {
          body: ['overlapMs', 'atOnce'],
          example: { overlapMs: 3_600_000 },
          ...ONE,
        }),
      ],
    }),
    operation('revokeKey', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: revokeKey,
      routes: [remove('/v1/admin/keys/:key', TAG, 'End a server key at once')],
    }),
  ],
} as const satisfies Feature;

function onlyKey(reply: Json): Json {
  const [key = {}] = reply['keys'] as readonly Json[];
  return key;
}
