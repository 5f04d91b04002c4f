/**
 * Who is typing.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { post } from '../../http/route.ts';
import { typing } from './typing.ts';

export const TYPING = {
  name: 'typing',
  operations: [
    operation('typing', {
      who: 'user',
      scope: 'messages',
      conversation: 'member',
      repeat: 'never',
      run: typing,
      routes: [
        post('/v1/conversations/:conversation/typing', 'Messages', 'Say that I am typing, or stopped', {
          id: 'sendTyping',
          body: ['active'],
          example: { active: true },
          build: (input) => ({ active: true, ...input }),
        }),
      ],
    }),
  ],
} as const satisfies Feature;
