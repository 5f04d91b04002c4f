/**
 * Forwarding messages to another conversation.
 *
 * @module
 */
import { post, USER } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { forwardMessages } from './forwards.ts';
import { STORAGE } from './storage.ts';

export const FORWARDS = {
  name: 'forwards',
  storage: STORAGE,
  operations: [
    operation('forwardMessages', {
      who: 'user',
      scope: 'messages',
      conversation: 'reader',
      repeat: 'by-client-id',
      // Each message is read and written, and its number takes about two bytes.
      cost: { slots: 8, bytesPerUnit: 2 },
      run: forwardMessages,
      routes: [
        post(
          '/v1/conversations/:conversation/forwards',
          'Messages',
          'Forward messages to a conversation or a user',
          {
            bodySchema: {
              seqs: { $ref: 'ForwardMessages#/properties/seqs' },
              to: USER,
              toConversation: { $ref: 'ForwardMessages#/properties/toConversation' },
            },
            example: { seqs: [1, 2], to: 'bob' },
            required: ['seqs'],
          },
        ),
      ],
    }),
  ],
} as const satisfies Feature;
