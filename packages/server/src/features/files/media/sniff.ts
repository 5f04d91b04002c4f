/**
 * The type of a file by its bytes. What the sender said counts only where the bytes say nothing, and never for a type that a
 * browser would run.
 *
 * @module
 */
import { signatureOf } from './signatures.ts';

/** How much of the beginning decides. */
export const SNIFFED_BYTES = 4096;

export const UNKNOWN_TYPE = 'application/octet-stream';

/** Texts that no browser runs. */
const TEXTS: ReadonlySet<string> = new Set([
  'text/plain',
  'text/csv',
  'text/markdown',
  'text/calendar',
  'text/vcard',
  'text/tab-separated-values',
  'application/json',
  'application/x-ndjson',
  'application/yaml',
  'application/toml',
]);

/** Documents that are containers of another type. */
const DOCUMENTS: ReadonlyMap<string, RegExp> = new Map([
  [
    'application/zip',
    /^application\/(epub\+zip|vnd\.(openxmlformats-officedocument|oasis\.opendocument|android\.package-archive|ms-(word|excel|powerpoint))[\w.+-]*)$/,
  ],
  ['application/x-ole-storage', /^application\/(msword|vnd\.ms-[\w.+-]+)$/],
]);

/** HTML as browsers recognise it (WHATWG MIME Sniffing §7.1). */
const HTML =
  /^<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|img|object|embed|form|svg:|!--)[\s>/]|^<!--/i;

/** `claimed`: what the sender said. The answer has no parameters and is in lower case. */
export function typeOf(head: Buffer, claimed = ''): string {
  const said = claimed.split(';')[0]?.trim().toLowerCase() ?? '';
  const found = signatureOf(head) ?? markupOf(head);
  if (found !== undefined) return DOCUMENTS.get(found)?.test(said) === true ? said : found;
  if (head.length === 0 || !isText(head)) return UNKNOWN_TYPE;
  return TEXTS.has(said) ? said : 'text/plain';
}

/** Whether browsers may show it where they are: pictures, sounds and videos, which run nothing. All else is to be saved. */
export function isShown(type: string): boolean {
  return /^(image\/(jpeg|png|gif|webp|avif|heic|heif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/.test(type);
}

function markupOf(head: Buffer): string | undefined {
  const text = decoded(head).trimStart();
  if (!text.startsWith('<')) return undefined;
  // Also behind a prolog, comments and a document type, and whatever the prefix of its namespace is.
  if (/<([\w-]+:)?svg[\s>]|<!doctype svg/i.test(text)) return 'image/svg+xml';
  if (HTML.test(text) || /<html[\s>]|<!doctype html/i.test(text)) return 'text/html';
  if (/^<(\?xml|!|[a-z_][\w.-]*(:[\w.-]+)?[\s/>])/i.test(text)) return 'application/xml';
  return undefined;
}

function decoded(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return head.toString('utf16le', 2);
  if (head[0] === 0xfe && head[1] === 0xff)
    return Buffer.from(head.subarray(2, head.length & ~1))
      .swap16()
      .toString('utf16le');
  return head.toString('latin1').replace(/^\xEF\xBB\xBF/, '');
}

/** UTF-8 without control characters. The last character may be cut off. */
function isText(head: Buffer): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const text = decoder.decode(head, { stream: true });
    // Tabs, line and page breaks, and the escapes of terminals are in texts.
    // oxlint-disable-next-line no-control-regex
    return !/[\0-\x08\x0E-\x1A\x1C-\x1F\x7F]/.test(text);
  } catch {
    return false;
  }
}
