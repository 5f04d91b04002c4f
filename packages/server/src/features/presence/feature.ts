/**
 * Who is online.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { get, PAGE } from '../../http/route.ts';
import { listOnline, watchPresence } from './presence.ts';

const TAG = 'Users';

export const PRESENCE = {
  name: 'presence',
  operations: [
    operation('listOnline', {
      who: 'user',
      repeat: 'harmless',
      run: listOnline,
      routes: [get('/v1/online', TAG, 'Users who are online', { query: ['prefix', ...PAGE] })],
    }),
    operation('watchPresence', {
      who: 'user',
      repeat: 'harmless',
      run: watchPresence,
      routes: [
        get('/v1/presence', TAG, 'Whether users are online, and since when not', {
          query: ['users'],
          required: ['users'],
        }),
      ],
    }),
  ],
} as const satisfies Feature;
