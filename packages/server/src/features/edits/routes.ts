/**
 * Edits and recalls over REST: short for sending an entry.
 *
 * @module
 */
import { patch, remove } from '../../http/route.ts';
import type { Route } from '../../http/route.ts';

const TAG = 'Messages';
const MESSAGE = '/v1/conversations/:conversation/messages/:seq';

export const ROUTES: readonly Route[] = [
  {
    ...patch(MESSAGE, TAG, 'Edit a message', {
      id: 'editMessage',
      inputs: 'ListEdits',
      bodySchema: {
        text: { $ref: 'Edit#/properties/text' },
        mentions: { $ref: 'Edit#/properties/mentions' },
        mentionAll: { $ref: 'Edit#/properties/mentionAll' },
      },
      example: { text: 'what I meant' },
      required: ['text'],
      build: ({ conversation, seq, ...words }) => ({
        conversation,
        content: { edit: { target: seq, ...words } },
      }),
    }),
    request: 'send',
  },
  {
    ...remove(MESSAGE, TAG, 'Recall a message', {
      id: 'recallMessage',
      inputs: 'ListEdits',
      build: ({ conversation, seq }) => ({ conversation, content: { recall: { target: seq } } }),
    }),
    request: 'send',
  },
];
