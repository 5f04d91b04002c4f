/**
 * The list of conversations, and a user's own settings of each.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { get, PAGE, post, remove, USER } from '../../http/route.ts';
import { forgetConversation, openDirect } from './conversations.ts';
import { personalData } from './personal-data.ts';
import { duties } from './recounting.ts';
import { STORAGE } from './storage.ts';
import { getConversation, listConversations, LIST_TURNS, locateIn } from './views.ts';

const TAG = 'Conversations';

export const CONVERSATIONS = {
  name: 'conversations',
  storage: STORAGE,
  states: [LIST_TURNS],
  personalData,
  duties,
  operations: [
    operation('listConversations', {
      who: 'user',
      scope: 'read',
      repeat: 'harmless',
      cost: { slots: 8 },
      run: listConversations,
      routes: [
        get('/v1/conversations', TAG, 'My conversations, by id or by last activity', {
          query: [...PAGE, 'byActivity'],
        }),
      ],
    }),
    operation('getConversation', {
      who: 'user',
      scope: ['read', 'groups'],
      conversation: 'reader',
      repeat: 'harmless',
      run: getConversation,
      routes: [get('/v1/conversations/:conversation', TAG, 'A conversation as I see it')],
    }),
    operation('locate', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      run: locateIn,
      routes: [
        get('/v1/conversations/:conversation/locate', TAG, 'Find the first unread, a mention, or a time', {
          id: 'locateMessage',
          query: ['landmark', 'after'],
          required: ['landmark'],
        }),
      ],
    }),
    operation('openDirect', {
      who: 'user',
      scope: 'messages',
      repeat: 'harmless',
      run: openDirect,
      routes: [
        post('/v1/directs', TAG, 'Open the direct conversation with a user', {
          bodySchema: { to: USER },
          example: { to: 'bob' },
          required: ['to'],
          build: ({ to }) => ({ user: to }),
        }),
      ],
    }),
    operation('forgetConversation', {
      who: 'user',
      conversation: 'reader',
      repeat: 'never',
      run: forgetConversation,
      routes: [remove('/v1/conversations/:conversation', TAG, 'Take a group that I have left off my list')],
    }),
  ],
} as const satisfies Feature;
