/**
 * Editing and taking back what was said.
 *
 * @module
 */
import { get } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { EDIT, RECALL, RECALLED } from './contents.ts';
import { listEdits } from './edits.ts';
import { EDIT_OPTIONS } from './options.ts';
import { ROUTES } from './routes.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Messages';

export const EDITS = {
  name: 'edits',
  options: { table: EDIT_OPTIONS },
  storage: STORAGE,
  contents: [EDIT, RECALL, RECALLED],
  operations: [
    operation('listEdits', {
      who: 'user',
      scope: 'read',
      conversation: 'reader',
      repeat: 'harmless',
      run: listEdits,
      routes: [
        get(
          '/v1/conversations/:conversation/messages/:seq/edits',
          TAG,
          'What a message said before it was edited',
          { query: ['cursor'] },
        ),
      ],
    }),
  ],
  routes: ROUTES,
} as const satisfies Feature;
