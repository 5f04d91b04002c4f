/**
 * What can be found of a message.
 *
 * @module
 */
import { parse, plainText } from '@posthorn/markup';
import { decodeContent } from '@posthorn/protocol';
import type { Attachment, Content } from '@posthorn/protocol';

/** A message as it is searched and shown. */
export interface Findable {
  /** As people see it, without markup; of a poll the question and what there is to choose from. Empty: it has no words. */
  readonly text: string;
  /** Names of files, and what their sender says is to be seen in them. */
  readonly files: readonly string[];
  /** `kind:poll`, `has:link`; each once. */
  readonly labels: readonly string[];
}

/** Anything that could be markup. At the beginning of a line are blanks alone: line breaks would be walked through from each of them. */
const MAYBE_MARKUP = /[\\`*_~|[>]|^ *(?:[-+]|\d{1,9}[.)]) /m;
const LINK = /\bhttps?:\/\/\S/i;

/** Undefined: the message cannot be found. */
export function findableIn(encoded: Uint8Array): Findable | undefined {
  // It has expired.
  if (encoded.length === 0) return undefined;
  return findableOf(decodeContent(encoded));
}

/** Undefined: the message cannot be found. */
export function findableOf(content: Content): Findable | undefined {
  switch (content.kind?.case) {
    case undefined:
      return findable('text', content.text, content);
    case 'poll':
      return findable('poll', [content.text, ...content.kind.value.options].join('\n'), content);
    case 'custom':
      return findable('custom', content.text, content);
    case 'event':
    case 'erased':
    case 'recalled':
    case 'edit':
    case 'recall':
    case 'reaction':
    case 'pin':
    case 'vote':
    case 'closePoll':
    case 'preview':
      return undefined;
  }
}

function findable(kind: string, said: string, { attachments }: Content): Findable | undefined {
  const text = plain(said);
  const files = attachments.flatMap(({ name, alt }) => (alt === '' ? [name] : [name, alt]));
  if (text === '' && files.length === 0) return undefined;
  const labels = new Set(text === '' ? [] : [`kind:${kind}`]);
  if (LINK.test(said)) labels.add('has:link');
  if (attachments.length > 0) labels.add('has:file');
  for (const attachment of attachments) labels.add(`kind:${kindOf(attachment)}`);
  return { text, files, labels: [...labels] };
}

/** As people say it in `kind:`. */
function kindOf({ type, voice }: Attachment): string {
  if (voice) return 'voice';
  const [, general = ''] = /^(image|video|audio)\//.exec(type) ?? [];
  return general === '' ? 'file' : general;
}

function plain(said: string): string {
  return MAYBE_MARKUP.test(said) ? plainText(parse(said)) : said;
}
