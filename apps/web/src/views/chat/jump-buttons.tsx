/**
 * Ways to what is further down: the newest message, and the next one that names the user.
 *
 * @module
 */
import type { ReactNode, RefObject } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowDown, AtSign } from 'lucide-react';
import { useConversation, useEngine } from '@posthorn/react';
import { useTask } from '../people/use-task.ts';
import { useChatSession } from './session.tsx';
import type { TimelineHandle } from './timeline.tsx';
import css from './chat.module.css';

export interface JumpButtonsProps {
  readonly conversation: number;
  readonly isAtEnd: boolean;
  readonly onJump: (seq: number) => void;
  readonly timeline: RefObject<TimelineHandle | null>;
}

export function JumpButtons({ isAtEnd, ...rest }: JumpButtonsProps): ReactNode {
  return isAtEnd ? null : <Buttons {...rest} />;
}

function Buttons({ conversation, onJump, timeline }: Omit<JumpButtonsProps, 'isAtEnd'>): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const { unread = 0, mentions = 0 } = useConversation(conversation) ?? {};
  const session = useChatSession(conversation);
  const toMention = async (): Promise<void> => {
    const { seq } = await engine.call('locate', { conversation, landmark: 'mention' });
    if (seq > 0) onJump(seq);
  };
  return (
    <div className={css.jumps}>
      {mentions > 0 && (
        <button
          type="button"
          className={css.jump}
          aria-label={i18n._('Jump to the next mention')}
          onClick={() => run(toMention)}
        >
          <AtSign size={19} />
          <span className={css.count} data-kind="mention" aria-hidden="true">
            {mentions}
          </span>
        </button>
      )}
      <button
        type="button"
        className={css.jump}
        aria-label={i18n._('Jump to newest')}
        aria-description={
          unread > 0
            ? i18n._('{count, plural, one {# new message below} other {# new messages below}}', {
                count: unread,
              })
            : undefined
        }
        onClick={() => {
          timeline.current?.newest();
          session.focusComposer();
        }}
      >
        <ArrowDown size={20} />
        {unread > 0 && (
          <span className={css.count} aria-hidden="true">
            {unread > 999 ? '999+' : unread}
          </span>
        )}
      </button>
    </div>
  );
}
