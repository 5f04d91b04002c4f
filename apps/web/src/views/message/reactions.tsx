/**
 * What people have given to a message.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { SmilePlus } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import type { ShownMessage } from '@posthorn/client/engine';
import { reactionsOnWay } from '../../model/message-status.ts';
import { useNameList } from './use-name-list.ts';
import { useMessageActions } from './actions.ts';
import css from './reactions.module.css';

export interface ReactionsProps {
  readonly message: ShownMessage;
  readonly canReact: boolean;
}

/** A click gives or takes back; a long press or a click with the right button says who gave what. */
export function Reactions({ message, canReact }: ReactionsProps): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const reactions = message.state?.reactions ?? [];
  if (reactions.length === 0) return null;
  const own = message.state?.own?.reactions ?? [];
  const onWay = reactionsOnWay(message);
  return (
    <div className={css.row} role="group" aria-label={i18n._('Reactions')}>
      {reactions.map(({ emoji, count, users }) => (
        <Reaction
          key={emoji}
          message={message}
          emoji={emoji}
          count={count}
          users={users}
          isOwn={own.includes(emoji)}
          isOnWay={onWay.has(emoji)}
          isDisabled={!canReact}
        />
      ))}
      {canReact && (
        <button
          type="button"
          className={css.add}
          aria-label={i18n._('Add a reaction')}
          onClick={(event) => actions.openEmoji(message, event.currentTarget)}
        >
          <SmilePlus size={15} />
        </button>
      )}
    </div>
  );
}

interface ReactionProps {
  readonly message: Incoming;
  readonly emoji: string;
  readonly count: number;
  readonly users: readonly number[];
  readonly isOwn: boolean;
  /** What the user has given or taken back is not in the log yet. */
  readonly isOnWay: boolean;
  readonly isDisabled: boolean;
}

function Reaction({ message, emoji, count, users, isOwn, isOnWay, isDisabled }: ReactionProps): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const names = useNameList(users);
  const others = Math.max(0, count - users.length);
  const who =
    others > 0
      ? i18n._('{names} and {others, plural, one {# other} other {# others}}', { names, others })
      : names;
  return (
    <button
      type="button"
      className={css.reaction}
      aria-pressed={isOwn}
      data-on-way={isOnWay}
      aria-label={i18n._('{emoji}, {count, plural, one {# person} other {# people}}', { emoji, count })}
      title={users.length === 0 ? undefined : who}
      onClick={() => {
        if (!isDisabled) actions.react(message, emoji);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        actions.showReactions(message, event.currentTarget);
      }}
    >
      <span>{emoji}</span>
      {count}
    </button>
  );
}
