import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useMine } from '@posthorn/react';
import { ALL_DAYS, quietEntry, quietForm } from '../model/quiet-form.ts';
import type { QuietForm } from '../model/quiet-form.ts';
import { TextField } from '../ui/field.tsx';
import { Switch } from '../ui/toggle.tsx';
import { useTask } from '../views/people/use-task.ts';
import { Group } from './parts.tsx';
import styles from './settings.module.css';

/** Every change is saved at once; one that means nothing is only shown. */
export function QuietHours(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const stored = quietForm(useMine('quiet'), timeZone);
  const [edited, setEdited] = useState<QuietForm | undefined>(undefined);
  const form = edited ?? stored;
  const change = (part: Partial<QuietForm>): void => {
    const next = { ...form, zone: form.isOn ? form.zone : timeZone, ...part };
    setEdited(next);
    const entry = quietEntry(next);
    if (entry !== undefined || !next.isOn) run(async () => engine.setMine('quiet', entry));
  };
  const isWrong = form.isOn && quietEntry(form) === undefined;
  return (
    <Group title={i18n._('Quiet hours')} text={i18n._('No notifications on any of your devices.')}>
      <Switch
        label={i18n._('Quiet hours')}
        checked={form.isOn}
        onChange={(isOn) => {
          change({ isOn });
        }}
      />
      {form.isOn && (
        <>
          <div className={styles.pair}>
            <TextField
              type="time"
              label={i18n._('From')}
              value={form.from}
              onChange={(from) => {
                change({ from });
              }}
            />
            <TextField
              type="time"
              label={i18n._('To')}
              value={form.to}
              error={isWrong ? i18n._('Choose two times, and at least one day.') : undefined}
              onChange={(to) => {
                change({ to });
              }}
            />
          </div>
          <Days
            days={form.days}
            onChange={(days) => {
              change({ days });
            }}
          />
          <p className={styles.hint}>{i18n._('In the time of {zone}.', { zone: form.zone })}</p>
        </>
      )}
    </Group>
  );
}

function Days({
  days,
  onChange,
}: {
  readonly days: readonly number[];
  readonly onChange: (days: readonly number[]) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const name = new Intl.DateTimeFormat(i18n.locale, { weekday: 'short', timeZone: 'UTC' });
  return (
    <div className={styles.days} role="group" aria-label={i18n._('Days on which they begin')}>
      {ALL_DAYS.map((day) => (
        <button
          key={day}
          type="button"
          className={styles.day}
          aria-pressed={days.includes(day)}
          onClick={() => {
            onChange(days.includes(day) ? days.filter((other) => other !== day) : [...days, day]);
          }}
        >
          {/* 1 January 2024 was a Monday. */}
          {name.format(Date.UTC(2024, 0, day))}
        </button>
      ))}
    </div>
  );
}
