/**
 * What concerns a user alone.
 *
 * @module
 */
import { get, PAGE, put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { getMine, muteConversation, setMine } from './mine.ts';
import { MINE_NOTES } from './notes.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Personal space';

export const MINE = {
  name: 'mine',
  storage: STORAGE,
  states: [MINE_NOTES],
  personalData,
  operations: [
    operation('setMine', {
      who: 'user',
      repeat: 'by-client-id',
      run: setMine,
      routes: [
        put('/v1/me/space', TAG, 'Change entries of my space', {
          body: ['entries', 'ifUnchanged'],
          required: ['entries'],
          example: { entries: [{ key: 'draft/17', value: '{"text":"But soft"}' }] },
        }),
      ],
    }),
    operation('getMine', {
      who: 'user',
      repeat: 'harmless',
      cost: { slots: 4 },
      run: getMine,
      routes: [
        get('/v1/me/space', TAG, 'What has changed in my space', { query: ['after', 'prefix', ...PAGE] }),
      ],
    }),
    operation('muteConversation', {
      who: 'user',
      conversation: 'reader',
      repeat: 'harmless',
      run: muteConversation,
      routes: [
        put('/v1/conversations/:conversation/muted', 'Conversations', 'Turn alerts off or on', {
          body: ['muted'],
          example: { muted: true },
          required: ['muted'],
        }),
      ],
    }),
  ],
} as const satisfies Feature;
