/**
 * Something that happened in the conversation, in words.
 *
 * @module
 */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import { formatLocale } from '../../model/format-locale.ts';
import { eventWords } from '../../model/event-words.ts';
import { isolated } from '../../model/isolated.ts';
import { momentWords } from '../../model/timeline-days.ts';
import { NoticeAction } from '../people/notice-action.tsx';
import { useName } from '../people/use-name.ts';
import { useNameList } from './use-name-list.ts';
import css from './lines.module.css';

const NOBODY: readonly number[] = [];

export const EventRow = memo(function EventRow({ message }: { readonly message: Incoming }): ReactNode {
  const { i18n } = useLingui();
  const { content, sender, time, isMine, seq } = message;
  const event = content.kind?.case === 'event' ? content.kind.value : undefined;
  const name = useName(sender === 0 ? undefined : sender);
  const names = useNameList(event?.users ?? NOBODY, i18n._('you'));
  if (event === undefined) return null;
  const who = sender === 0 ? i18n._('The server') : isMine ? i18n._('You') : name;
  return (
    <article
      className={css.event}
      data-seq={seq}
      tabIndex={-1}
      aria-label={`${who}, ${momentWords(time, formatLocale(i18n))}`}
      title={momentWords(time, formatLocale(i18n))}
    >
      {eventWords(
        i18n,
        { ...event, title: isolated(event.title) },
        { who: isolated(who), users: isolated(names) },
      )}
      {!isMine && <NoticeAction event={event} sender={sender} />}
    </article>
  );
});
