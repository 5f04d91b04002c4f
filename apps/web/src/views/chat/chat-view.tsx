/**
 * The middle of the page: one conversation.
 *
 * @module
 */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { MessagesSquare } from 'lucide-react';
import { useEngine, useLive } from '@posthorn/react';
import { EmptyState } from '../../ui/states.tsx';
import { Chat } from './chat.tsx';
import { useStanding } from './use-standing.ts';
import css from './chat.module.css';

export interface ChatViewProps {
  readonly conversation: number;
  /** The message to show, as in `/c/ID/SEQ`; undefined: where one was, the first unread one, or the newest. */
  readonly seq: number | undefined;
}

export const ChatView = memo(function ChatView({ conversation, seq }: ChatViewProps): ReactNode {
  const { i18n } = useLingui();
  const info = useStanding(conversation);
  const hasAll = useLive(useEngine().hasConversations);
  if (info !== undefined) return <Chat key={conversation} info={info} seq={seq} />;
  return (
    <main className={css.chat} aria-busy={!hasAll}>
      {hasAll && (
        <EmptyState
          icon={MessagesSquare}
          title={i18n._('There is no such conversation')}
          text={i18n._('It is gone, or you are not a member.')}
        />
      )}
    </main>
  );
});
