/**
 * What imports remember of a user.
 *
 * @module
 */
import type { PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { forgetImported } from './queries.ts';

export function personalData({ store }: Services): PersonalData {
  return {
    async erase({ user }) {
      await store.run(forgetImported, user);
    },
  };
}
