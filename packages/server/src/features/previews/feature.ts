/**
 * Previews of links: the server fetches what messages link to, and adds what it found as an entry.
 *
 * @module
 */
import { put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { PREVIEW } from './contents.ts';
import { followers } from './follower.ts';
import { addPictures, PICTURE_PATHS } from './http.ts';
import { PREVIEW_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { PREVIEWS as STATE } from './previews.ts';
import { setPreviews } from './settings.ts';
import { STORAGE } from './storage.ts';

export const PREVIEWS = {
  name: 'previews',
  options: { table: PREVIEW_OPTIONS },
  storage: STORAGE,
  contents: [PREVIEW],
  states: [STATE],
  personalData,
  followers,
  addHttp: addPictures,
  openApi: PICTURE_PATHS,
  operations: [
    operation('setPreviews', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      run: setPreviews,
      routes: [
        put('/v1/conversations/:conversation/previews', 'Messages', 'Turn previews of links off or on', {
          body: ['off'],
          example: { off: true },
          required: ['off'],
        }),
      ],
    }),
  ],
} as const satisfies Feature;
