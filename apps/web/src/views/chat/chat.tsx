/**
 * A conversation that is open: header, pins, messages, and where one writes.
 *
 * @module
 */
import { memo, useCallback, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useLive, useStatus } from '@posthorn/react';
import { startOf } from '../../model/chat-places.ts';
import { errorWords } from '../../model/error-words.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { ErrorState, Skeleton } from '../../ui/states.tsx';
import { Composer } from '../composer/composer.tsx';
import { MessageActionsProvider } from '../message/actions.ts';
import { ChatHeader } from './chat-header.tsx';
import { ChatTimeline } from './chat-timeline.tsx';
import { JumpButtons } from './jump-buttons.tsx';
import { Overlays } from './overlays.tsx';
import { PinsBar } from './pins-bar.tsx';
import { useLeave } from './session.tsx';
import { SelectBar } from './select-bar.tsx';
import type { SelectBarProps } from './select-bar.tsx';
import { SpokenMessages } from './spoken-messages.tsx';
import type { TimelineHandle } from './timeline.tsx';
import { TypingLine } from './typing-line.tsx';
import { useChatActions } from './use-chat-actions.ts';
import { useChatInfo } from './use-chat-info.ts';
import { useCopying } from './use-copying.ts';
import { useOpening } from './use-opening.ts';
import { useKnown, useReading } from './use-reading.ts';
import { useTimelineWindow } from './use-window.ts';
import css from './chat.module.css';

export interface ChatProps {
  readonly info: StandingInfo;
  readonly seq: number | undefined;
}

export function Chat({ info, seq }: ChatProps): ReactNode {
  const { id: conversation } = info;
  const opening = useKnown(conversation);
  const view = useTimelineWindow(conversation, { start: startOf({ ...opening, seq }) });
  const timeline = useRef<TimelineHandle>(null);
  const reading = useReading(view, conversation, opening);
  useOpening(timeline, info, seq, opening);
  const place = useChatInfo(info);
  const jump = useCallback((at: number) => timeline.current?.jump(at), []);
  const leave = useLeave(conversation);
  const { actions, overlay, selection } = useChatActions({
    info,
    view,
    thread: 0,
    jump,
    markUnread: reading.markUnread,
  });
  const onCopy = useCopying(view);
  return (
    <MessageActionsProvider value={actions}>
      <main className={css.chat} data-drop="" onCopy={onCopy}>
        <ChatHeader info={info} onJump={jump} />
        <PinsBar conversation={conversation} onJump={jump} />
        <div className={css.flow}>
          <ChatTimeline
            {...{ conversation, view, place }}
            peer={info.peer}
            handle={timeline}
            newAfter={reading.newAfter}
            selected={selection.seqs}
            onSeen={reading.onSeen}
            onLeave={leave}
          />
          <Trouble view={view} />
          <JumpButtons
            conversation={conversation}
            isAtEnd={reading.isAtEnd}
            onJump={jump}
            timeline={timeline}
          />
        </div>
        <ChatFoot info={info} {...{ selection, view, place, actions }} />
        <SpokenMessages view={view} />
        <Overlays overlay={overlay} info={place} actions={actions} />
      </main>
    </MessageActionsProvider>
  );
}

interface ChatFootProps extends Omit<SelectBarProps, 'info'> {
  readonly info: StandingInfo;
  readonly place: SelectBarProps['info'];
}

/** Where one writes, or what can be done with the messages that are selected. */
const ChatFoot = memo(function ChatFoot({ info, place, ...rest }: ChatFootProps): ReactNode {
  return (
    <div className={css.foot}>
      <TypingLine conversation={info.id} isCrowd={info.kind !== 'direct'} />
      {rest.selection.seqs === undefined ? (
        <Composer conversation={info.id} />
      ) : (
        <div className={`${css.column} ${css.selecting}`}>
          <SelectBar {...rest} info={place} />
        </div>
      )}
    </div>
  );
});

/** Stands for messages that are not there yet, or says why they are not. */
function Trouble({ view }: { readonly view: ReturnType<typeof useTimelineWindow> }): ReactNode {
  const { messages, error, isLoaded } = useLive(view.slice);
  const { i18n } = useLingui();
  const { connection } = useStatus();
  if (messages.length > 0 || isLoaded) return null;
  if (error === undefined || connection === 'connecting') return <LoadingRows />;
  return (
    <div className={css.trouble}>
      <ErrorState
        offline={connection !== 'online'}
        text={
          connection === 'online' ? errorWords(i18n, error) : i18n._('These messages are not on this device.')
        }
        onRetry={() => void view.showNewest().catch(() => {})}
      />
    </div>
  );
}

const WIDTHS = ['46%', '30%', '58%', '38%', '50%'];

/** Seen only if it takes long. */
function LoadingRows(): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className={css.loading} role="progressbar" aria-label={i18n._('Loading')}>
      {WIDTHS.map((width, index) => (
        <Skeleton key={index} width={width} height="38px" />
      ))}
    </div>
  );
}
