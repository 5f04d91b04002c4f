/**
 * A calendar to jump to what was said on a day.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatLocale } from '../../model/format-locale.ts';
import { firstDayOf, monthAfter, monthOf, weeksOf } from '../../model/month.ts';
import type { Month } from '../../model/month.ts';
import { dayOf } from '../../model/timeline-days.ts';
import { IconButton } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { useTask } from '../people/use-task.ts';
import css from './jump-to-date.module.css';

export interface JumpToDateProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** False: nothing was said since then. */
  readonly onDate: (time: number) => Promise<boolean>;
}

export function JumpToDate({ open, onClose, onDate }: JumpToDateProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <Sheet title={i18n._('Jump to date')} open={open} onClose={onClose}>
      {open && <Calendar onClose={onClose} onDate={onDate} />}
    </Sheet>
  );
}

function Calendar({ onClose, onDate }: Omit<JumpToDateProps, 'open'>): ReactNode {
  const { i18n } = useLingui();
  const locale = formatLocale(i18n);
  const run = useTask();
  const [month, setMonth] = useState(() => monthOf(Date.now()));
  const [isEmpty, setEmpty] = useState(false);
  const title = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(
    new Date(month.year, month.month, 1),
  );
  const pick = (time: number): void =>
    run(async () => {
      if (await onDate(time)) onClose();
      else setEmpty(true);
    });
  return (
    <div className={css.calendar}>
      <div className={css.month}>
        <IconButton
          icon={ChevronLeft}
          label={i18n._('Month before')}
          onClick={() => setMonth((now) => monthAfter(now, -1))}
        />
        <b aria-live="polite">{title}</b>
        <IconButton
          icon={ChevronRight}
          label={i18n._('Month after')}
          onClick={() => setMonth((now) => monthAfter(now, 1))}
        />
      </div>
      <Days month={month} onPick={pick} />
      <p className={css.note} role="status">
        {isEmpty && i18n._('Nothing was said since that day.')}
      </p>
    </div>
  );
}

function Days({
  month,
  onPick,
}: {
  readonly month: Month;
  readonly onPick: (time: number) => void;
}): ReactNode {
  const locale = formatLocale(useLingui().i18n);
  const weeks = weeksOf(month, firstDayOf(locale));
  const today = dayOf(Date.now());
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const day = (time: number): ReactNode => (
    <button
      type="button"
      disabled={time > Date.now()}
      aria-current={dayOf(time) === today ? 'date' : undefined}
      aria-label={full.format(time)}
      onClick={() => onPick(time)}
    >
      {new Date(time).getDate()}
    </button>
  );
  return (
    <table className={css.days}>
      <thead>
        <tr>
          {weekdays(weeks, locale).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {week.map((time, at) => (
              <td key={at}>{time !== undefined && day(time)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function weekdays(weeks: ReturnType<typeof weeksOf>, locale: string): readonly string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short' });
  const week = weeks.find((each) => each.every((time) => time !== undefined)) ?? [];
  return week.map((time) => format.format(time));
}
