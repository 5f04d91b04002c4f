/**
 * What other systems call users.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

/** Visible ASCII: the same wherever it is compared, and in whatever header it travels. */
const EXTERNAL_ID = /^[\x21-\x7e]{1,100}$/;

export function isExternalId(text: string): boolean {
  return EXTERNAL_ID.test(text);
}

/** Empty: none. Throws INVALID. */
export function checkedExternalId(given: string): string {
  if (given === '' || isExternalId(given)) return given;
  throw new PosthornError('INVALID', 'an external id has 1 to 100 visible ASCII characters');
}
