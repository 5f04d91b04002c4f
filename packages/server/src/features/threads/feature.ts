/**
 * Threads: replies in a side line of their own.
 *
 * @module
 */
import { get, PAGE, put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { IN_THREAD, RECALL_IN_THREAD } from './contents.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';
import { listThread, listThreads, OWN_THREADS, setThread } from './threads.ts';

const TAG = 'Messages';
const THREAD_URL = '/v1/conversations/:conversation/messages/:seq/thread';

export const THREADS = {
  name: 'threads',
  storage: STORAGE,
  traits: [IN_THREAD, RECALL_IN_THREAD],
  ownStates: [OWN_THREADS],
  personalData,
  operations: [
    operation('listThread', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      cost: { slots: 64 },
      run: listThread,
      routes: [
        get(THREAD_URL, TAG, 'What was said in the thread of a message', { query: [...PAGE, 'backward'] }),
      ],
    }),
    operation('setThread', {
      who: 'user',
      conversation: 'reader',
      repeat: 'harmless',
      run: setThread,
      routes: [
        put(THREAD_URL, TAG, 'Follow a thread or not, and mark it as read', {
          body: ['follow', 'read'],
          example: { follow: true, read: 12 },
        }),
      ],
    }),
    operation('listThreads', {
      who: 'user',
      scope: 'read',
      repeat: 'harmless',
      cost: { slots: 64 },
      run: listThreads,
      routes: [get('/v1/threads', TAG, 'Threads that I follow', { query: PAGE })],
    }),
  ],
} as const satisfies Feature;
