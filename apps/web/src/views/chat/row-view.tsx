/**
 * Any row of a timeline.
 *
 * @module
 */
import type { ReactNode } from 'react';
import type { Cursor } from '@posthorn/client/engine';
import type { ChatInfo } from '../../model/message-rights.ts';
import { messageStatus } from '../../model/message-status.ts';
import type { Row } from '../../model/timeline-rows.ts';
import { EphemeralRow, StreamRow } from '../bots/bot-rows.tsx';
import { EventRow } from '../message/event-row.tsx';
import { DayLine, NewMessagesLine } from '../message/lines.tsx';
import { MessageRow } from '../message/message-row.tsx';
import { OutgoingRow } from '../message/outgoing-row.tsx';
import { ChatStart } from './chat-start.tsx';

export interface RowViewProps {
  readonly row: Row;
  readonly info: ChatInfo;
  readonly conversation: number;
  readonly others: Cursor;
  readonly isFlashed: boolean;
  /** Undefined: nothing is being selected. */
  readonly selected: ReadonlySet<number> | undefined;
  readonly isInThread: boolean;
}

export function RowView(props: RowViewProps): ReactNode {
  const { row, info, conversation, others, isFlashed, selected, isInThread } = props;
  switch (row.type) {
    case 'start':
      return isInThread ? null : <ChatStart conversation={conversation} />;
    case 'day':
      return <DayLine time={row.time} />;
    case 'new':
      return <NewMessagesLine />;
    case 'event':
      return <EventRow message={row.message} />;
    case 'ephemeral':
      return <EphemeralRow message={row.message} />;
    case 'stream':
      return <StreamRow note={row.note} />;
    case 'outgoing':
      return (
        <OutgoingRow outgoing={row.outgoing} quoted={row.quoted} isFirst={row.isFirst} isLast={row.isLast} />
      );
    case 'message': {
      const { message, quoted, isFirst, isLast } = row;
      const hasMarks = message.isMine && (info.kind === 'direct' || info.kind === 'group');
      const status = hasMarks ? messageStatus(message.seq, others) : message.isMine ? 'sent' : undefined;
      return (
        <MessageRow
          message={message}
          quoted={quoted}
          isFirst={isFirst}
          isLast={isLast}
          place={info}
          status={status}
          isFlashed={isFlashed}
          isSelected={selected?.has(message.seq)}
          isInThread={isInThread}
        />
      );
    }
  }
}
