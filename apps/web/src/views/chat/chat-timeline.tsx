/**
 * The messages of a conversation. What arrives draws this anew, and not the chat around it.
 *
 * @module
 */
import { memo, useCallback, useMemo } from 'react';
import type { ReactNode, Ref } from 'react';
import { useLingui } from '@lingui/react';
import type { Cursor, TimelineWindow } from '@posthorn/client/engine';
import type { ChatInfo } from '../../model/message-rights.ts';
import type { Row } from '../../model/timeline-rows.ts';
import { RowView } from './row-view.tsx';
import { Timeline } from './timeline.tsx';
import type { TimelineHandle, TimelineProps } from './timeline.tsx';
import { useOthers } from './use-others.ts';
import { useRows } from './use-rows.ts';

export interface ChatTimelineProps extends Pick<TimelineProps, 'onSeen' | 'onLeave'> {
  readonly conversation: number;
  /** The other user of a direct conversation; 0: none. */
  readonly peer: number;
  readonly view: TimelineWindow;
  readonly handle: Ref<TimelineHandle>;
  readonly place: ChatInfo;
  readonly newAfter: number | undefined;
  /** Undefined: nothing is being selected. */
  readonly selected: ReadonlySet<number> | undefined;
}

export const ChatTimeline = memo(function ChatTimeline(props: ChatTimelineProps): ReactNode {
  const { conversation, peer, view, handle, place, newAfter, selected, onSeen, onLeave } = props;
  const { i18n } = useLingui();
  const rows = useRows(view, { conversation, peer, thread: 0, newAfter });
  const others = useMarks(rows, useOthers(conversation, place.kind === 'direct' || place.kind === 'group'));
  // Another function when something that all rows show has changed.
  const drawRow = useCallback(
    (row: Row, isFlashed: boolean) => (
      <RowView {...{ row, isFlashed, conversation, others, selected }} info={place} isInThread={false} />
    ),
    [place, conversation, others, selected],
  );
  return (
    <Timeline
      window={view}
      rows={rows}
      label={i18n._('Messages')}
      handle={handle}
      drawRow={drawRow}
      onSeen={onSeen}
      onLeave={onLeave}
    />
  );
});

/** How far the others have come among the user's own rows: what they say themselves changes no mark. */
function useMarks(rows: readonly Row[], others: Cursor): Cursor {
  const last = rows.findLast((row) => row.type === 'message' && row.message.isMine);
  const seq = last?.type === 'message' ? last.message.seq : 0;
  const read = Math.min(others.read, seq);
  const delivered = Math.min(others.delivered, seq);
  return useMemo(() => ({ read, delivered }), [read, delivered]);
}
