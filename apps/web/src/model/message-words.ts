/**
 * Messages as plain words: for quotes, pins, lists, the clipboard and whoever listens.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Content } from '@posthorn/protocol';
import { plainText } from '@posthorn/markup';
import { markupOf } from './markup-of.ts';

/** What a message says, in one line without marks. Spoilers are hidden. Empty for events and entries. */
export function lineWords(content: Content, i18n: I18n): string {
  return contentWords(content, i18n).replaceAll(/\s*\n\s*/g, ' ');
}

/** The same with its line breaks. `showsSpoilers` for the clipboard. */
export function contentWords(content: Content, i18n: I18n, showsSpoilers = false): string {
  const { kind, text, attachments } = content;
  switch (kind?.case) {
    case undefined:
      break;
    case 'recalled':
      return i18n._('Message recalled');
    case 'erased':
      return i18n._('Message of an erased account');
    case 'poll':
      return `📊 ${plainText(markupOf(content))}`;
    case 'custom':
      return text === '' ? i18n._('Shown by another version') : text;
    default:
      return text;
  }
  const words = plainText(markupOf(content), { hideSpoilers: !showsSpoilers });
  const files = attachments.map(({ name, voice, type, alt }) => {
    if (voice) return `🎤 ${i18n._('Voice message')}`;
    const sign = type.startsWith('image/') ? '🖼' : type.startsWith('video/') ? '🎬' : '📎';
    return `${sign} ${alt || name}`;
  });
  return [words, ...files].filter((part) => part !== '').join('\n');
}
