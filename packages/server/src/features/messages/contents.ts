/**
 * Content kinds that users send: text, and custom content of applications.
 *
 * @module
 */
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { fileWords } from '@posthorn/protocol/words';
import type { ContentKind, LinkTo } from '../../router/contents.ts';

export const TEXT: ContentKind = { kind: 'text', isSent: true, counts: true, text: textWithFiles };

/** What is said, and a line for each file. */
function textWithFiles({ text, attachments }: Content, linkTo: LinkTo): string {
  if (attachments.length === 0) return text;
  const lines = attachments.map((each) =>
    [fileWords(each), linkTo(each.id)].filter((part) => part !== '').join(' '),
  );
  return [text, ...lines].filter((line) => line !== '').join('\n');
}

/** Custom content of a type that no feature has registered. */
export const CUSTOM: ContentKind = {
  kind: 'custom',
  isSent: true,
  counts: true,
  check: checkCustom,
  text: ({ text, kind }) => (text === '' && kind?.case === 'custom' ? `[${kind.value.type}]` : text),
};

/** Checks the limits of custom content. Throws INVALID or TOO_LARGE. */
export function checkCustom({ kind }: Content): void {
  if (kind?.case !== 'custom') return;
  const { type, data } = kind.value;
  if (type === '') throw new PosthornError('INVALID', 'custom content needs a type');
  if (Buffer.byteLength(type) > LIMITS.maxCustomTypeBytes) {
    throw new PosthornError('TOO_LARGE', `the type is longer than ${LIMITS.maxCustomTypeBytes} bytes`);
  }
  if (data.length > LIMITS.maxCustomDataBytes) {
    throw new PosthornError('TOO_LARGE', `the data is longer than ${LIMITS.maxCustomDataBytes} bytes`);
  }
}
