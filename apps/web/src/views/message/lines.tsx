/**
 * Lines between messages.
 *
 * @module
 */
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { formatLocale } from '../../model/format-locale.ts';
import { dayWords } from '../../model/timeline-days.ts';
import { useToday } from '../list/use-today.ts';
import css from './lines.module.css';

export const DayLine = memo(function DayLine({ time }: { readonly time: number }): ReactNode {
  const { i18n } = useLingui();
  const now = useToday();
  const words = { today: i18n._('Today'), yesterday: i18n._('Yesterday') };
  const day = dayWords(time, now, formatLocale(i18n), words);
  return (
    <div className={css.day} role="separator" aria-label={day}>
      {day}
    </div>
  );
});

export function NewMessagesLine(): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className={css.new} role="separator" aria-label={i18n._('New messages')}>
      {i18n._('New')}
    </div>
  );
}

/** Where a conversation begins: whose it is, and what is to be said of it. */
export function StartLine({
  face,
  title,
  children,
}: {
  readonly face: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={css.start}>
      {face}
      <bdi className={css.title}>{title}</bdi>
      {children}
    </div>
  );
}
