/**
 * What was said in the thread of a message. A click opens it.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ChevronRight, MessagesSquare } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import { threadMark } from '../../model/chat-places.ts';
import { useMine } from '@posthorn/react';
import { useMessageActions } from './actions.ts';
import css from './thread-summary.module.css';

export function ThreadSummary({ message }: { readonly message: Incoming }): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const isMarked = useMine(threadMark(message.conversation, message.seq)) !== undefined;
  const thread = message.state?.thread;
  if (thread === undefined || thread.count === 0) return null;
  const unread = message.state?.own?.unread ?? 0;
  return (
    <button type="button" className={css.summary} onClick={() => actions.thread(message)}>
      <MessagesSquare size={15} aria-hidden="true" />
      <b>{i18n._('{count, plural, one {# reply} other {# replies}}', { count: thread.count })}</b>
      {unread > 0 ? (
        <span className={css.unread}>{i18n._('{count} new', { count: unread })}</span>
      ) : (
        isMarked && <span className={css.unread}>{i18n._('Unread')}</span>
      )}
      <ChevronRight size={15} className={css.chevron} aria-hidden="true" />
    </button>
  );
}
