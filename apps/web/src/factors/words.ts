/**
 * Why something with second factors did not work, in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import { accountWords, loginWords } from '../account/words.ts';
import { PasskeyCancelled, PasskeyThere } from './passkeys.ts';

export function factorWords(error: unknown, i18n: I18n): string {
  return passkeyWords(error, i18n) ?? accountWords(error, i18n);
}

/** At a login. */
export function stepWords(error: unknown, i18n: I18n): string {
  return passkeyWords(error, i18n) ?? loginWords(error, i18n);
}

function passkeyWords(error: unknown, i18n: I18n): string | undefined {
  if (error instanceof PasskeyCancelled) return i18n._('No passkey was used. Try it once more.');
  if (error instanceof PasskeyThere) return i18n._('This device has a passkey for your account already.');
  return undefined;
}
