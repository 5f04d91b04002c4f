/**
 * Why one may not do something in a group, in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Denial } from './group-rights.ts';

/** Undefined: one may. */
export function denialWords(i18n: I18n, denial: Denial | undefined): string | undefined {
  switch (denial) {
    case undefined:
      return undefined;
    case 'not-a-member':
      return i18n._('You are not a member');
    case 'closed':
      return i18n._('The group is closed');
    case 'admins-only':
      return i18n._('Admins only');
    case 'owner-only':
      return i18n._('The owner only');
    case 'outranked':
      return i18n._('Not your rank');
    case 'yourself':
      return i18n._('That is you');
  }
}
