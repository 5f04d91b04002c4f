/**
 * What kind of picture a logo is, by its first bytes.
 *
 * @module
 */

/** Undefined: none that is taken. Never a kind that could run something, such as SVG. */
export function typeOfLogo(bytes: Uint8Array): 'image/png' | 'image/jpeg' | 'image/webp' | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (beginning.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (beginning.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (beginning.startsWith('RIFF') && beginning.endsWith('WEBP')) return 'image/webp';
  return undefined;
}
