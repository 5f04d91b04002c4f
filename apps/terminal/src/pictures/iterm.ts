/**
 * Pictures by iTerm2's protocol (https://iterm2.com/documentation-images.html), which WezTerm, mintty and others speak too. The terminal decodes
 * the file itself.
 *
 * @module
 */

export function itermPicture(
  bytes: Uint8Array,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const keys = `inline=1;size=${bytes.length};width=${columns};height=${rows};preserveAspectRatio=1`;
  return `\u001B]1337;File=${keys}:${Buffer.from(bytes).toString('base64')}\u0007`;
}
