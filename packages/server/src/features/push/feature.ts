/**
 * Web Push: browsers are told of messages while no page is open.
 *
 * @module
 */
import { get, put, remove } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { duties } from './duties.ts';
import { followers } from './follower.ts';
import { PUSH_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { PUSHES } from './pushes.ts';
import { STORAGE } from './storage.ts';
import { getPush, subscribePush, unsubscribePush } from './subscriptions.ts';

const TAG = 'Notifications';
const URL = '/v1/me/push';

export const PUSH = {
  name: 'push',
  options: { table: PUSH_OPTIONS },
  storage: STORAGE,
  states: [PUSHES],
  personalData,
  followers,
  duties,
  operations: [
    operation('getPush', {
      who: 'user',
      repeat: 'harmless',
      run: getPush,
      routes: [get(URL, TAG, 'How pushes to my browsers stand')],
    }),
    operation('subscribePush', {
      who: 'user',
      repeat: 'harmless',
      run: subscribePush,
      routes: [
        put(URL, TAG, 'Tell this session of messages by a push service', {
          body: ['endpoint', 'p256dh', 'auth'],
          required: ['endpoint', 'p256dh', 'auth'],
          example: { endpoint: 'https://push.example.com/1', p256dh: 'BA', auth: 'AA' },
        }),
      ],
    }),
    operation('unsubscribePush', {
      who: 'user',
      repeat: 'harmless',
      run: unsubscribePush,
      routes: [remove(URL, TAG, 'Tell this session of messages no more')],
    }),
  ],
} as const satisfies Feature;
