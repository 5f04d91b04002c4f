/**
 * The side pane with the thread of one message.
 *
 * @module
 */
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Bell, BellOff, X } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import type { ConversationInfo } from '@posthorn/client/engine';
import { useConversation } from '@posthorn/react';
import type { Row } from '../../model/timeline-rows.ts';
import { IconButton } from '../../ui/button.tsx';
import { Overlays } from '../chat/overlays.tsx';
import { RowView } from '../chat/row-view.tsx';
import { useLeave } from '../chat/session.tsx';
import { SelectBar } from '../chat/select-bar.tsx';
import { Timeline } from '../chat/timeline.tsx';
import type { TimelineHandle } from '../chat/timeline.tsx';
import { useChatActions } from '../chat/use-chat-actions.ts';
import { useChatInfo } from '../chat/use-chat-info.ts';
import { useCopying } from '../chat/use-copying.ts';
import { useRows } from '../chat/use-rows.ts';
import { useTimelineWindow } from '../chat/use-window.ts';
import { Composer } from '../composer/composer.tsx';
import { useGo } from '../frame/go.ts';
import { MessageActionsProvider, useMessageActions } from '../message/actions.ts';
import { useMessage } from '../message/use-message.ts';
import { useTitle } from '../people/use-name.ts';
import { useThreadReading } from './use-thread-reading.ts';
import css from './thread-pane.module.css';

export interface ThreadPaneProps {
  readonly conversation: number;
  /** The message that the thread belongs to. */
  readonly seq: number;
  readonly onClose: () => void;
}

export function ThreadPane({ conversation, seq, onClose }: ThreadPaneProps): ReactNode {
  const { i18n } = useLingui();
  const info = useConversation(conversation);
  if (info !== undefined)
    return <Thread key={`${conversation}/${seq}`} info={info} seq={seq} onClose={onClose} />;
  return <aside className={css.pane} aria-label={i18n._('Thread')} aria-busy="true" />;
}

interface ThreadProps {
  readonly info: ConversationInfo;
  readonly seq: number;
  readonly onClose: () => void;
}

function Thread({ info, seq, onClose }: ThreadProps): ReactNode {
  const { i18n } = useLingui();
  const { id: conversation, peer } = info;
  const root = useMessage(conversation, seq);
  const view = useTimelineWindow(conversation, { thread: seq });
  const timeline = useRef<TimelineHandle>(null);
  const place = useChatInfo(info);
  const { newAfter, onSeen, markUnread } = useThreadReading(view, { conversation, thread: seq, root });
  const rows = useRows(view, { conversation, peer, thread: seq, newAfter });
  const go = useGo();
  const jump = useCallback((at: number) => go.chat(conversation, at), [go, conversation]);
  const leave = useLeave(conversation, seq);
  const { actions, overlay, selection } = useChatActions({
    info,
    view,
    thread: seq,
    jump,
    markUnread,
  });
  const onCopy = useCopying(view);
  useLayoutEffect(() => timeline.current?.newest(), []);
  const drawRow = useCallback(
    (row: Row, isFlashed: boolean) =>
      row.type === 'start' ? (
        root !== undefined && <Root message={root} info={place} conversation={conversation} />
      ) : (
        <RowView
          {...{ row, isFlashed, conversation }}
          info={place}
          others={NOBODY}
          selected={selection.seqs}
          isInThread
        />
      ),
    [root, place, conversation, selection.seqs],
  );
  return (
    <MessageActionsProvider value={actions}>
      <aside className={css.pane} aria-label={i18n._('Thread')} data-drop="" onCopy={onCopy}>
        <ThreadHeader conversation={conversation} root={root} onClose={onClose} />
        <Timeline
          window={view}
          rows={rows}
          label={i18n._('Thread')}
          handle={timeline}
          drawRow={drawRow}
          onSeen={onSeen}
          onLeave={leave}
        />
        {selection.seqs === undefined && <Composer conversation={conversation} thread={seq} />}
        {selection.seqs !== undefined && (
          <div className={css.selecting}>
            <SelectBar {...{ selection, view, actions }} info={place} />
          </div>
        )}
        <Overlays overlay={overlay} info={place} actions={actions} />
      </aside>
    </MessageActionsProvider>
  );
}

const NOBODY = { read: 0, delivered: 0 };

function ThreadHeader(props: {
  readonly conversation: number;
  readonly root: Incoming | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { conversation, root, onClose } = props;
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const title = useTitle(conversation);
  const follows = root?.state?.own?.follows ?? false;
  const hasThread = (root?.state?.thread?.count ?? 0) > 0;
  return (
    <header className={css.bar}>
      <div className={css.words}>
        <h2 className={css.title}>{i18n._('Thread')}</h2>
        <p className={css.sub} dir="auto">
          {title}
        </p>
      </div>
      {root !== undefined && hasThread && (
        <IconButton
          icon={follows ? Bell : BellOff}
          label={follows ? i18n._('Stop following') : i18n._('Follow')}
          pressed={follows}
          onClick={() => actions.follow(root)}
        />
      )}
      <IconButton icon={X} label={i18n._('Close')} onClick={onClose} />
    </header>
  );
}

/** The message itself, and a line between it and what was said about it. */
function Root(props: {
  readonly message: Incoming;
  readonly info: ReturnType<typeof useChatInfo>;
  readonly conversation: number;
}): ReactNode {
  const { message, info, conversation } = props;
  const { i18n } = useLingui();
  const count = message.state?.thread?.count ?? 0;
  const row = useMemo(
    () => ({
      type: 'message' as const,
      key: 'root',
      message,
      quoted: undefined,
      isFirst: true,
      isLast: true,
    }),
    [message],
  );
  return (
    <>
      <RowView
        {...{ row, info, conversation }}
        others={NOBODY}
        isFlashed={false}
        selected={undefined}
        isInThread
      />
      <div className={css.line}>
        {i18n._('{count, plural, =0 {No replies yet} one {# reply} other {# replies}}', { count })}
      </div>
    </>
  );
}
