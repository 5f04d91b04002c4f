/**
 * Messages that are pinned for everybody.
 *
 * @module
 */
import { get, put, remove } from '../../http/route.ts';
import type { Json } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { PIN, UNPIN_RECALLED } from './contents.ts';
import { listPins } from './pins.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Messages';
const PIN_URL = '/v1/conversations/:conversation/messages/:seq/pin';

function pin({ conversation, seq }: Json, isRemoved: boolean): Json {
  return { conversation, content: { pin: { target: seq, remove: isRemoved } } };
}

export const PINS = {
  name: 'pins',
  storage: STORAGE,
  contents: [PIN],
  traits: [UNPIN_RECALLED],
  operations: [
    operation('listPins', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      run: listPins,
      routes: [get('/v1/conversations/:conversation/pins', TAG, 'What is pinned', { query: ['cursor'] })],
    }),
  ],
  routes: [
    {
      ...put(PIN_URL, TAG, 'Pin a message', {
        id: 'pinMessage',
        inputs: 'ListEdits',
        build: (input) => pin(input, false),
      }),
      request: 'send',
    },
    {
      ...remove(PIN_URL, TAG, 'Unpin a message', {
        id: 'unpinMessage',
        inputs: 'ListEdits',
        build: (input) => pin(input, true),
      }),
      request: 'send',
    },
  ],
} as const satisfies Feature;
