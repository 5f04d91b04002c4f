/**
 * Read and delivered cursors, and receipts.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { MOVED_CURSORS } from '../../router/moved-cursors.ts';
import { operation } from '../../router/operation.ts';
import { get, PAGE, post, put } from '../../http/route.ts';
import { moveCursors } from './cursors.ts';
import { CURSOR_QUEUE } from './queue.ts';
import { listReaders, READER_TURNS } from './readers.ts';
import { listReceipts } from './receipts.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Messages';

export const CURSORS = {
  name: 'cursors',
  storage: STORAGE,
  states: [MOVED_CURSORS, CURSOR_QUEUE, READER_TURNS],
  operations: [
    operation('moveCursors', {
      who: 'user',
      scope: 'messages',
      conversation: 'reader',
      repeat: 'harmless',
      run: moveCursors,
      routes: [
        post('/v1/cursors', TAG, 'Mark messages as read or delivered', {
          body: ['cursors'],
          example: { cursors: [{ conversation: 1, read: 42 }] },
          required: ['cursors'],
        }),
        put('/v1/conversations/:conversation/cursor', TAG, 'Mark as read or delivered in one conversation', {
          id: 'moveCursor',
          inputs: 'Cursor',
          body: ['read', 'delivered'],
          example: { read: 42 },
          build: (input) => ({ cursors: [input] }),
        }),
      ],
    }),
    operation('listReceipts', {
      who: 'user',
      scope: 'read',
      conversation: 'member',
      repeat: 'harmless',
      run: listReceipts,
      routes: [
        get('/v1/conversations/:conversation/receipts', TAG, 'How far the members have read', {
          query: PAGE,
        }),
      ],
    }),
    operation('listReaders', {
      who: 'user',
      scope: 'read',
      conversation: 'member',
      repeat: 'harmless',
      // It looks at every member of a group.
      cost: { slots: 16 },
      run: listReaders,
      routes: [get('/v1/conversations/:conversation/messages/:seq/readers', TAG, 'Who has read a message')],
    }),
  ],
} as const satisfies Feature;
