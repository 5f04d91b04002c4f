/**
 * Messages with their number in their text, so that a receiver can tell when each should have been sent.
 *
 * @module
 */
const DIGITS = 10;
/** A small chat text. */
const TEXT_BYTES = 90;
const FILLING = 'x'.repeat(TEXT_BYTES - DIGITS);

/** A text of `bytes` bytes (90 by default) that starts with `number`. */
export function numberedText(number: number, bytes = TEXT_BYTES): string {
  const filling = bytes === TEXT_BYTES ? FILLING : 'x'.repeat(bytes - DIGITS);
  return String(number).padStart(DIGITS, '0') + filling;
}

/** The number in an encoded Content whose only field is such a text. */
export function numberIn(content: Uint8Array): number {
  // The tag of `text`, its length as a varint, its bytes.
  let at = 1;
  while ((content[at] ?? 0) > 127) at++;
  let number = 0;
  for (let digit = 1; digit <= DIGITS; digit++) number = number * 10 + (content[at + digit] ?? 0) - 48;
  return number;
}
