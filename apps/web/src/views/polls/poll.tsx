/**
 * A question with answers to choose from.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Check } from 'lucide-react';
import type { Incoming } from '@posthorn/client';
import { useStatus } from '@posthorn/react';
import { formatLocale } from '../../model/format-locale.ts';
import { chosenAfter, pollView } from '../../model/poll.ts';
import type { PollOption, PollView } from '../../model/poll.ts';
import { clockWords, dayOf, momentWords } from '../../model/timeline-days.ts';
import { useMessageActions } from '../message/actions.ts';
import { MarkupText } from '../message/markup.tsx';
import css from './poll.module.css';

export interface PollProps {
  readonly message: Incoming;
  readonly canVote: boolean;
  readonly canClose: boolean;
  /** Time and state, at the end of the last line. */
  readonly end: ReactNode;
}

export function PollCard({ message, canVote, canClose, end }: PollProps): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const { clockOffsetMs } = useStatus();
  const { kind } = message.content;
  if (kind?.case !== 'poll') return null;
  const now = Date.now() + clockOffsetMs;
  const view = pollView(kind.value, message.state?.poll, message.state?.own, now);
  const isOpen = canVote && !view.isClosed;
  return (
    <div className={css.poll}>
      <div className={css.question}>
        <MarkupText content={message.content} />
      </div>
      <div className={css.hint}>
        <PollHint view={view} closesAt={kind.value.closesAt} />
      </div>
      <div role="group" aria-label={i18n._('Answers')}>
        {view.options.map((option, index) => (
          <Option
            key={index}
            option={option}
            isMultiple={view.isMultiple}
            isOpen={isOpen}
            onChoose={() => actions.vote(message, chosenAfter(view, index))}
          />
        ))}
      </div>
      <div className={css.foot}>
        {view.isAnonymous || view.voters === 0 ? (
          <span>{votersWords(view.voters)}</span>
        ) : (
          <button type="button" onClick={(event) => actions.showVotes(message, event.currentTarget)}>
            {votersWords(view.voters)}
          </button>
        )}
        {canClose && !view.isClosed && (
          <button type="button" onClick={() => actions.closePoll(message)}>
            {i18n._('Close poll')}
          </button>
        )}
        <span className={css.end}>{end}</span>
      </div>
    </div>
  );

  function votersWords(voters: number): string {
    return i18n._('{voters, plural, =0 {No votes yet} one {# vote} other {# votes}}', { voters });
  }
}

interface OptionProps {
  readonly option: PollOption;
  readonly isMultiple: boolean;
  readonly isOpen: boolean;
  readonly onChoose: () => void;
}

function Option({ option, isMultiple, isOpen, onChoose }: OptionProps): ReactNode {
  const { text, votes, share, isChosen, isAhead } = option;
  return (
    <button
      type="button"
      className={css.option}
      aria-pressed={isChosen}
      disabled={!isOpen}
      onClick={onChoose}
    >
      <span className={css.mark} data-many={isMultiple}>
        {isChosen && <Check size={12} strokeWidth={3} />}
      </span>
      <span className={css.words} dir="auto">
        {text}
      </span>
      <span className={css.votes}>{votes}</span>
      <progress aria-hidden="true" className={css.bar} max={100} value={share} data-ahead={isAhead} />
    </button>
  );
}

function PollHint({ view, closesAt }: { readonly view: PollView; readonly closesAt: number }): ReactNode {
  const { i18n } = useLingui();
  const parts = [
    view.isMultiple ? i18n._('Several choices') : i18n._('One choice'),
    ...(view.isAnonymous ? [i18n._('anonymous')] : []),
  ];
  if (view.isClosed) parts.push(i18n._('closed'));
  else if (closesAt > 0) {
    const isToday = dayOf(closesAt) === dayOf(Date.now());
    const time = isToday
      ? clockWords(closesAt, formatLocale(i18n))
      : momentWords(closesAt, formatLocale(i18n));
    parts.push(isToday ? i18n._('closes today {time}', { time }) : i18n._('closes {time}', { time }));
  }
  return parts.join(' · ');
}
