/**
 * The most used actions of the message that the pointer or the focus is on.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useMine } from '@posthorn/react';
import { Ellipsis, MessageSquareReply, Reply, SmilePlus } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import type { Rights } from '../../model/message-rights.ts';
import { quickEmoji } from '../../model/emoji-recents.ts';
import { useMessageActions } from './actions.ts';
import css from './hover-bar.module.css';

export interface HoverBarProps {
  readonly message: Incoming;
  readonly rights: Rights;
}

const MAX_QUICK = 3;

export function HoverBar({ message, rights }: HoverBarProps): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const quick = quickEmoji(useMine('emoji'), MAX_QUICK);
  const icon = (label: string, drawn: ReactNode, act: (element: Element) => void): ReactNode => (
    <button type="button" aria-label={label} title={label} onClick={(event) => act(event.currentTarget)}>
      {drawn}
    </button>
  );
  return (
    <div className={css.bar} role="toolbar" aria-label={i18n._('Message actions')}>
      {rights.react &&
        quick.map((emoji) => (
          <button
            key={emoji}
            type="button"
            className={css.quick}
            aria-label={i18n._('React with {emoji}', { emoji })}
            onClick={() => actions.react(message, emoji)}
          >
            {emoji}
          </button>
        ))}
      {rights.react &&
        icon(i18n._('React'), <SmilePlus size={17} />, (element) => actions.openEmoji(message, element))}
      {rights.reply && icon(i18n._('Reply'), <Reply size={17} />, () => actions.reply(message))}
      {rights.thread &&
        icon(i18n._('Reply in thread'), <MessageSquareReply size={17} />, () => actions.thread(message))}
      {icon(i18n._('More'), <Ellipsis size={17} />, (element) => actions.openMenu(message, element))}
    </div>
  );
}
