/**
 * Searching: messages, people and conversations.
 *
 * @module
 */
import { get, post } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { TITLES } from './called.ts';
import { ERASING, personalData } from './erasing.ts';
import { findAnything } from './find-anything.ts';
import { followers } from './follower.ts';
import { duties } from './healing.ts';
import { SEARCH_OPTIONS } from './options.ts';
import { SEARCH_PLACE } from './place.ts';
import { search, SEARCH_TURNS } from './search.ts';
import { getSearchIndex, PROGRESS, reindex } from './standing.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Search';

export const SEARCH = {
  name: 'search',
  options: { table: SEARCH_OPTIONS },
  storage: STORAGE,
  states: [SEARCH_PLACE, SEARCH_TURNS, PROGRESS, TITLES, ERASING],
  personalData,
  followers,
  duties,
  operations: [
    operation('search', {
      who: 'user',
      scope: 'read',
      repeat: 'harmless',
      cost: { slots: 8, bytesPerUnit: 512 },
      run: search,
      routes: [
        get('/v1/search', TAG, 'Messages that have these words', {
          query: ['q', 'conversation', 'user', 'order', 'counts', 'zone', 'cursor', 'limit'],
        }),
      ],
    }),
    operation('findAnything', {
      who: 'user',
      repeat: 'harmless',
      cost: { slots: 4 },
      run: findAnything,
      routes: [
        get('/v1/find', TAG, 'People and conversations by what one types of their names', {
          query: ['text', 'limit'],
        }),
      ],
    }),
    operation('reindex', {
      who: 'admin',
      scope: 'server',
      repeat: 'harmless',
      run: reindex,
      routes: [post('/v1/admin/search/reindex', 'Administration', 'Build the index of the search anew')],
    }),
    operation('getSearchIndex', {
      who: 'admin',
      scope: 'server',
      repeat: 'harmless',
      run: getSearchIndex,
      routes: [get('/v1/admin/search', 'Administration', 'How the index of the search is')],
    }),
  ],
} as const satisfies Feature;
