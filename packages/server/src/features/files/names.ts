/**
 * Names of files: whatever a client sends becomes a name that is harmless to show and to save.
 *
 * @module
 */

/** What file systems take, in bytes of UTF-8. */
const MAX_NAME_BYTES = 255;
/** Of an extension that is kept when a name is cut. */
const MAX_EXTENSION_CHARS = 20;
const NAMELESS = 'file';
/** Marks upon one letter that are kept: to normalise a run of them takes time quadratic in its length. */
const ENDLESS_MARKS = /(\p{M}{30})\p{M}+/gu;

/** Control characters, line and paragraph separators, and what is not a character alone. */
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu;
/**
 * What changes the direction of text, as in `gpj.exe`, or cannot be seen: marks, embeddings, overrides and isolates, zero-width
 * space, word joiner, byte order mark. Joiners stay: scripts and emoji need them.
 */
const UNSEEN =
  /[\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
/** What Windows refuses in names, beside the separators. */
const REFUSED = /[<>:"|?*]/g;

/** The last part of a path, without what could mislead who reads it; at most 255 bytes. */
export function fileName(given: string): string {
  const [last = ''] = given.split(/[/\\]/).toReversed();
  const clean = last
    .replace(ENDLESS_MARKS, '$1')
    .normalize('NFC')
    .replace(CONTROL, ' ')
    .replace(UNSEEN, '')
    .replace(REFUSED, '_')
    .replace(/\s+/g, ' ');
  const name = trimmed(clean);
  return name === '' ? NAMELESS : shortened(name);
}

/** Neither `..`, nor a hidden file, nor a name that Windows cuts. */
function trimmed(name: string): string {
  const from = name.search(/[^. ]/);
  if (from === -1) return '';
  let end = name.length;
  while (name[end - 1] === '.' || name[end - 1] === ' ') end--;
  return name.slice(from, end);
}

/** Keeps the extension. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION_CHARS ? name.slice(dot) : '';
  let bytes = Buffer.byteLength(extension);
  let kept = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    bytes += Buffer.byteLength(character);
    if (bytes > MAX_NAME_BYTES) break;
    kept += character;
  }
  return `${kept.trimEnd()}${extension}`;
}

/** `Content-Disposition` (RFC 6266): an ASCII name for old clients, and the real one (RFC 8187). */
export function dispositionOf(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const plain = `${kind}; filename="${ascii}"`;
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${encoded(name)}`;
}

/** RFC 8187 §3.2: everything but attr-char. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
