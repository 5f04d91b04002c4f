/**
 * Polls.
 *
 * @module
 */
import { get, PAGE, post, put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { duties } from './closing.ts';
import { CLOSE_POLL, POLL, VOTE } from './contents.ts';
import { personalData } from './personal-data.ts';
import { listVotes, OWN_CHOICES } from './polls.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Messages';
const MESSAGE = '/v1/conversations/:conversation/messages/:seq';

export const POLLS = {
  name: 'polls',
  storage: STORAGE,
  contents: [POLL, VOTE, CLOSE_POLL],
  ownStates: [OWN_CHOICES],
  personalData,
  duties,
  operations: [
    operation('listVotes', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      run: listVotes,
      routes: [get(`${MESSAGE}/votes`, TAG, 'Who has chosen what in a poll', { query: PAGE })],
    }),
  ],
  routes: [
    {
      ...put(`${MESSAGE}/vote`, TAG, 'Vote in a poll, or take the vote back', {
        id: 'vote',
        inputs: 'ListVotes',
        bodySchema: { choices: { $ref: 'Vote#/properties/choices' } },
        example: { choices: [0] },
        required: ['choices'],
        build: ({ conversation, seq, choices }) => ({
          conversation,
          content: { vote: { target: seq, choices } },
        }),
      }),
      request: 'send',
    },
    {
      ...post(`${MESSAGE}/close`, TAG, 'Close a poll', {
        id: 'closePoll',
        inputs: 'ListVotes',
        build: ({ conversation, seq }) => ({ conversation, content: { closePoll: { target: seq } } }),
      }),
      request: 'send',
    },
  ],
} as const satisfies Feature;
