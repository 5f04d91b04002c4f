/**
 * Time and state of a message, at the end of its last line.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Check, CheckCheck, Clock3, Pin, Star, Timer, TriangleAlert } from 'lucide-react';
import { useMine } from '@posthorn/react';
import type { ShownMessage } from '@posthorn/client/engine';
import { formatLocale } from '../../model/format-locale.ts';
import { changeOnWay } from '../../model/message-status.ts';
import type { MessageStatus } from '../../model/message-status.ts';
import { clockWords, momentWords } from '../../model/timeline-days.ts';
import { useMessageActions } from './actions.ts';
import css from './meta.module.css';

export interface MetaProps {
  readonly message: ShownMessage;
  /** Undefined: of somebody else, or not told. */
  readonly status: MessageStatus | undefined;
}

export function Meta({ message, status }: MetaProps): ReactNode {
  const { i18n } = useLingui();
  const actions = useMessageActions();
  const { state, time, conversation, seq } = message;
  const isStarred = useMine(`star/${conversation}/${seq}`) !== undefined;
  const isGone = message.content.kind?.case === 'recalled';
  const onWay = changeOnWay(message);
  return (
    <MetaBox>
      {isStarred && <Star size={12} className={css.star} role="img" aria-label={i18n._('Starred')} />}
      {(state?.pinned ?? 0) > 0 && <Pin size={12} role="img" aria-label={i18n._('Pinned')} />}
      {(state?.vanishesAt ?? 0) > 0 && !isGone && <Vanishes at={state?.vanishesAt ?? 0} />}
      {(state?.edited ?? 0) > 0 && !isGone && (
        <button
          type="button"
          className={css.edited}
          onClick={(event) => actions.showEdits(message, event.currentTarget)}
        >
          {i18n._('edited')}
        </button>
      )}
      <time dateTime={new Date(time).toISOString()} title={momentWords(time, formatLocale(i18n))}>
        {clockWords(time, formatLocale(i18n))}
      </time>
      {onWay !== undefined ? (
        <Ticks status={onWay} />
      ) : (
        status !== undefined && !isGone && <Ticks status={status} />
      )}
    </MetaBox>
  );
}

/** Floats at the end of the line in the direction of the words; its own direction is that of the page. */
export function MetaBox({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <span className={css.meta}>
      <bdi className={css.inside}>{children}</bdi>
    </span>
  );
}

function Vanishes({ at }: { readonly at: number }): ReactNode {
  const { i18n } = useLingui();
  const title = i18n._('Vanishes {time}', { time: momentWords(at, formatLocale(i18n)) });
  return <Timer size={12} role="img" aria-label={title} />;
}

export function Ticks({
  status,
}: {
  readonly status: MessageStatus | 'waiting' | 'sending' | 'failed';
}): ReactNode {
  const { i18n } = useLingui();
  switch (status) {
    case 'waiting':
      return <Clock3 size={13} className={css.pending} role="img" aria-label={i18n._('Waiting')} />;
    case 'sending':
      return <Clock3 size={13} className={css.pending} role="img" aria-label={i18n._('Sending')} />;
    case 'failed':
      return <TriangleAlert size={13} className={css.failed} role="img" aria-label={i18n._('Failed')} />;
    case 'sent':
      return <Check size={15} className={css.sent} role="img" aria-label={i18n._('Sent')} />;
    case 'delivered':
      return <CheckCheck size={15} className={css.sent} role="img" aria-label={i18n._('Delivered')} />;
    case 'read':
      return <CheckCheck size={15} className={css.read} role="img" aria-label={i18n._('Read')} />;
  }
}
