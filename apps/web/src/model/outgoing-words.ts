/**
 * What is on its way, in words: for a list of what could not be sent, and for the last line of a conversation.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { OutgoingMessage } from '@posthorn/client/engine';

/** What it says, or what it changes. */
export function outgoingWords({ content, uploads }: OutgoingMessage, i18n: I18n): string {
  const { kind, text = '', attachments = [] } = content;
  switch (kind?.case) {
    case 'edit':
      return i18n._('Changed to: {text}', { text: kind.value.text ?? '' });
    case 'reaction':
      return kind.value.remove === true
        ? i18n._('Reaction {emoji} taken back', { emoji: kind.value.emoji ?? '' })
        : i18n._('Reaction {emoji}', { emoji: kind.value.emoji ?? '' });
    case 'recall':
      return i18n._('Recall of a message');
    case 'pin':
      return kind.value.remove === true ? i18n._('Unpinning a message') : i18n._('Pinning a message');
    case 'vote':
      return i18n._('Vote in a poll');
    case 'closePoll':
      return i18n._('Closing a poll');
    default:
      if (text !== '') return text;
      return [...uploads, ...attachments].map(({ name = '' }) => name).join(', ');
  }
}
