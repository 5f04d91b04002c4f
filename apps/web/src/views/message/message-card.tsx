/**
 * A message in a list of found ones: who, when and the first line. A click goes there.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Content } from '@posthorn/protocol';
import { formatLocale } from '../../model/format-locale.ts';
import { fullTime, listTime } from '../../model/day-words.ts';
import { lineWords } from '../../model/message-words.ts';
import { SpeakerFace } from '../people/face.tsx';
import { useTitle } from '../people/use-name.ts';
import { useSpeaker } from '../people/use-speaker.ts';
import css from './message-card.module.css';

export interface CardMessage {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Content;
}

export interface MessageCardProps {
  readonly message: CardMessage;
  /** Says also where it was said. */
  readonly showsPlace?: boolean;
  /** Stands below the line. */
  readonly note?: ReactNode;
  /** Buttons at the end. */
  readonly actions?: ReactNode;
  readonly onOpen: () => void;
}

export function MessageCard(props: MessageCardProps): ReactNode {
  const { message, showsPlace = false, note, actions, onOpen } = props;
  const { i18n } = useLingui();
  const name = useSpeaker(message);
  const title = useTitle(showsPlace ? message.conversation : undefined);
  const locale = formatLocale(i18n);
  return (
    <li className={css.card}>
      <button type="button" className={css.open} onClick={onOpen}>
        <SpeakerFace sender={message.sender} content={message.content} size="s" />
        <span className={css.body}>
          <span className={css.head}>
            <b dir="auto">{name}</b>
            {showsPlace && <span dir="auto">{title}</span>}
            <time title={fullTime(message.time, { locale })}>
              {listTime(message.time, Date.now(), { locale })}
            </time>
          </span>
          <span className={css.line} dir="auto">
            {lineWords(message.content, i18n)}
          </span>
          {note !== undefined && <span className={css.note}>{note}</span>}
        </span>
      </button>
      {actions !== undefined && <span className={css.actions}>{actions}</span>}
    </li>
  );
}

export function MessageCards({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ul className={css.list} aria-label={label}>
      {children}
    </ul>
  );
}
