/**
 * Logins in URLs.
 *
 * @module
 */

/** Ends a sentence about such a URL. Generated secrets often have these characters, which URLs reserve. */
export const ENCODING_HINT =
  'in a user or a password write / as %2F, # as %23, ? as %3F, @ as %40, : as %3A, a comma as %2C and % as %25';

/** Decodes a part of a URL. Throws an Error whose message completes "--store …" and contains no secret. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // The original message could contain the password.
    throw new Error(`has a % that stands for itself; ${ENCODING_HINT}`);
  }
}
