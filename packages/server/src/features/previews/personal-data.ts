/**
 * Pictures of previews are of pages, not of users; but which pages were linked to is forgotten with the messages.
 *
 * @module
 */
import type { PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import * as previewQueries from './queries.ts';

const SLICE = 50;

export function personalData({ store }: Services): PersonalData {
  return {
    expire: async (before) => (await store.run(previewQueries.dropPictures, before, SLICE)) === SLICE,
  };
}
