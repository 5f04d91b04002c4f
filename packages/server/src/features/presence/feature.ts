/**
 * Who is online.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { get, PAGE } from '../../http/route.ts';
import { listOnline, WATCH_TURNS, watchPresence } from './presence.ts';
import { LAST_SEEN } from './last-seen.ts';

const TAG = 'Users';

export const PRESENCE = {
  name: 'presence',
  states: [WATCH_TURNS, LAST_SEEN],
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
      // Each user is looked up like by a request of its own, and the number of one takes about two bytes.
      cost: { bytesPerUnit: 2 },
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
