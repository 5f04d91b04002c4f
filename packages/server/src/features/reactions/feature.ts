/**
 * Reactions to messages.
 *
 * @module
 */
import { get, PAGE, post } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { REACTION } from './contents.ts';
import { listReactions, OWN_REACTIONS } from './reactions.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Messages';
const REACTIONS_URL = '/v1/conversations/:conversation/messages/:seq/reactions';

export const REACTIONS = {
  name: 'reactions',
  storage: STORAGE,
  contents: [REACTION],
  ownStates: [OWN_REACTIONS],
  operations: [
    operation('listReactions', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      run: listReactions,
      routes: [get(REACTIONS_URL, TAG, 'Who has reacted to a message', { query: PAGE })],
    }),
  ],
  routes: [
    {
      ...post(REACTIONS_URL, TAG, 'React to a message, or take a reaction back', {
        id: 'react',
        inputs: 'ListReactions',
        bodySchema: {
          emoji: { $ref: 'Reaction#/properties/emoji' },
          remove: { $ref: 'Reaction#/properties/remove' },
        },
        example: { emoji: '👍' },
        required: ['emoji'],
        build: ({ conversation, seq, ...reaction }) => ({
          conversation,
          content: { reaction: { target: seq, ...reaction } },
        }),
      }),
      request: 'send',
    },
  ],
} as const satisfies Feature;
