/**
 * Tells a screen reader of new messages, once each.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine, useLive } from '@posthorn/react';
import { contactNote, personName } from '../../model/names.ts';
import { lineWords } from '../../model/message-words.ts';
import { isTooMany, Spoken } from '../../model/spoken.ts';
import css from './chat.module.css';

export function SpokenMessages({ view }: { readonly view: TimelineWindow }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const { messages, isAtEnd } = useLive(view.slice);
  const [spoken] = useState(() => new Spoken());
  const [text, setText] = useState('');
  useEffect(() => {
    const news = spoken.next(messages, isAtEnd);
    if (news.length === 0) return;
    const nameOf = (user: number): string =>
      personName(engine.users.at(user), contactNote(engine.mine.at(`contact/${user}`)).remark);
    const words = isTooMany(news)
      ? i18n._('{count, plural, one {# new message} other {# new messages}}', { count: news.length })
      : news
          .map(
            ({ sender, content }) => `${content.author?.name ?? nameOf(sender)}: ${lineWords(content, i18n)}`,
          )
          .join('\n');
    setText(words);
  }, [spoken, messages, isAtEnd, engine, i18n]);
  return (
    <div className={css.spoken} role="status" aria-live="polite" aria-label={i18n._('New messages')}>
      {text}
    </div>
  );
}
