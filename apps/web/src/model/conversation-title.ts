/**
 * What a conversation is called.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Conversation } from '@posthorn/protocol';

/** `peerName`: what the other user of a direct conversation is called. `lobby`: the id of the conversation of everybody. */
export function conversationTitle(
  i18n: I18n,
  info: Pick<Conversation, 'id' | 'kind' | 'title'> | undefined,
  peerName: string,
  lobby: number,
): string {
  switch (info?.kind) {
    case undefined:
      return '…';
    case 'direct':
      return peerName;
    case 'inbox':
      return i18n._('Notices');
    default:
      if (info?.title !== undefined && info.title !== '') return info.title;
      return info?.id === lobby ? i18n._('Lobby') : i18n._('Group');
  }
}
