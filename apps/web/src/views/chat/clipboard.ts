/**
 * Messages as text for the clipboard.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { Incoming } from '@posthorn/client';
import type { Engine } from '@posthorn/client/engine';
import { formatLocale } from '../../model/format-locale.ts';
import { copyText } from '../../model/copy-text.ts';
import { contentWords } from '../../model/message-words.ts';
import { contactNote, personName } from '../../model/names.ts';
import { momentWords } from '../../model/timeline-days.ts';

export function clipboardText(
  messages: readonly Incoming[],
  engine: Pick<Engine, 'users' | 'mine' | 'me'>,
  i18n: I18n,
): string {
  return copyText(
    messages.map(({ sender, isMine, time, content }) => ({
      name: isMine
        ? personName(engine.me.get())
        : (content.author?.name ??
          personName(engine.users.at(sender), contactNote(engine.mine.at(`contact/${sender}`)).remark)),
      time: momentWords(time, formatLocale(i18n)),
      text: contentWords(content, i18n, true),
    })),
  );
}
