/**
 * Messages: sending them, and reading the log.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { errorName, PosthornError } from '@posthorn/protocol';
import { get, PAGE, post, USER } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import { CUSTOM, TEXT } from './contents.ts';
import { personalData } from './personal-data.ts';
import { listHeads, pull, PULL_TURNS } from './reading.ts';
import { MENTION_ALL } from './rights.ts';
import { CONTENT, contentOf } from '../../http/content-input.ts';
import { send } from './send.ts';

const TAG = 'Messages';

export const MESSAGES = {
  name: 'messages',
  contents: [TEXT, CUSTOM],
  traits: [MENTION_ALL],
  personalData,
  states: [PULL_TURNS],
  operations: [
    operation('send', {
      who: 'user',
      scope: 'messages',
      conversation: 'member',
      repeat: 'by-client-id',
      run: send,
      routes: [
        post('/v1/messages', TAG, 'Send a direct message to a user by id or name', {
          id: 'sendDirect',
          bodySchema: { to: USER, ...CONTENT },
          example: { to: 'bob', text: 'hello' },
          required: ['to'],
          build: (input) => ({ user: input['to'], content: contentOf(input) }),
        }),
        post('/v1/conversations/:conversation/messages', TAG, 'Send a message', {
          id: 'sendMessage',
          bodySchema: CONTENT,
          example: { text: 'hello' },
          build: (input) => ({ conversation: input['conversation'], content: contentOf(input) }),
        }),
      ],
    }),
    operation('pull', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      // Its answer may be as large as all that is kept for a connection.
      cost: { slots: 64 },
      run: pull,
      routes: [
        get('/v1/conversations/:conversation/messages', TAG, 'Read messages, forward or backward', {
          id: 'readMessages',
          inputs: 'Range',
          query: ['after', 'before', 'limit', 'mark'],
          build: (input) => ({ ranges: [input] }),
          answer: onlyBatch,
          answers: 'Batch',
        }),
        post('/v1/pull', TAG, 'Read messages of several conversations', {
          body: ['ranges'],
          example: { ranges: [{ conversation: 1, after: 41, limit: 50 }] },
          required: ['ranges'],
        }),
      ],
    }),
    operation('listHeads', {
      who: 'user',
      scope: 'read',
      repeat: 'harmless',
      cost: { slots: 8 },
      run: listHeads,
      routes: [get('/v1/heads', TAG, 'How far every conversation of mine has come', { query: PAGE })],
    }),
  ],
} as const satisfies Feature;

/** In the protocol each range has its own error. Over HTTP, with one range, it becomes the error of the answer. */
function onlyBatch(reply: Json): Json {
  const [batch] = reply['batches'] as readonly Json[];
  if (batch === undefined) throw new PosthornError('INTERNAL', 'no batch came');
  const { error, ...rest } = batch;
  if (error !== 0 && error !== undefined) {
    const code = errorName(error as number);
    throw new PosthornError(code, 'the conversation cannot be read');
  }
  return rest;
}
