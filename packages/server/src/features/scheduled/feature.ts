/**
 * Messages that are sent later.
 *
 * @module
 */
import { get, PAGE, patch, post, remove, USER } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { CONTENT, contentOf } from '../../http/content-input.ts';
import { personalData } from './personal-data.ts';
import { changeScheduled, listScheduled, schedule } from './scheduled.ts';
import { duties } from './sending.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Messages';

const TIME = {
  type: 'integer',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'When to send it: Unix milliseconds.',
};

export const SCHEDULED = {
  name: 'scheduled',
  storage: STORAGE,
  personalData,
  duties,
  operations: [
    operation('schedule', {
      who: 'user',
      scope: 'messages',
      conversation: 'member',
      repeat: 'by-client-id',
      run: schedule,
      routes: [
        post('/v1/conversations/:conversation/scheduled', TAG, 'Send a message later', {
          bodySchema: { at: TIME, ...CONTENT },
          example: { at: 1_796_112_000_000, text: 'happy birthday' },
          required: ['at'],
          build: (input) => ({
            conversation: input['conversation'],
            at: input['at'],
            content: contentOf(input),
          }),
        }),
        post('/v1/scheduled', TAG, 'Send a direct message to a user by id or name later', {
          id: 'scheduleDirect',
          bodySchema: { to: USER, at: TIME, ...CONTENT },
          example: { to: 'bob', at: 1_796_112_000_000, text: 'happy birthday' },
          required: ['to', 'at'],
          build: (input) => ({ user: input['to'], at: input['at'], content: contentOf(input) }),
        }),
      ],
    }),
    operation('listScheduled', {
      who: 'user',
      scope: 'messages',
      repeat: 'harmless',
      cost: { slots: 64 },
      run: listScheduled,
      routes: [get('/v1/scheduled', TAG, 'My messages that are sent later', { query: PAGE })],
    }),
    operation('changeScheduled', {
      who: 'user',
      scope: 'messages',
      repeat: 'never',
      run: changeScheduled,
      routes: [
        patch('/v1/scheduled/:scheduled', TAG, 'Change a message that is sent later', {
          bodySchema: { at: TIME, ...CONTENT },
          example: { at: 1_796_112_000_000 },
          build: ({ scheduled, at, ...said }) => ({
            scheduled,
            ...(at !== undefined && { at }),
            ...(Object.keys(said).length > 0 && { content: contentOf(said) }),
          }),
        }),
        remove('/v1/scheduled/:scheduled', TAG, 'Never send a message that is sent later', {
          id: 'cancelScheduled',
          build: ({ scheduled }) => ({ scheduled, cancel: true }),
        }),
      ],
    }),
  ],
} as const satisfies Feature;
