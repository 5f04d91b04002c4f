/**
 * Asks when a message goes out.
 *
 * @module
 */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { formatLocale } from '../../model/format-locale.ts';
import { inputValue, isPossible } from '../../model/send-later.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import css from './dialogs.module.css';

export interface ScheduleDialogProps {
  /** Unix ms. */
  readonly onChoose: (at: number) => void;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;

export function ScheduleDialog({ onChoose, onClose }: ScheduleDialogProps): ReactNode {
  const { i18n } = useLingui();
  const [value, setValue] = useState(() => inputValue(Date.now() + HOUR_MS));
  const field = useRef<HTMLInputElement>(null);
  const at = new Date(value).getTime();
  const isFine = isPossible(at, Date.now());
  const format = new Intl.DateTimeFormat(formatLocale(i18n), { dateStyle: 'full', timeStyle: 'short' });
  return (
    <Dialog
      title={i18n._('Send later')}
      size="s"
      open
      onClose={onClose}
      initialFocus={field}
      footer={
        <>
          <Button onClick={onClose}>{i18n._('Cancel')}</Button>
          <Button
            kind="primary"
            disabled={!isFine}
            onClick={() => {
              onChoose(at);
              onClose();
            }}
          >
            {i18n._('Schedule')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextField
          ref={field}
          label={i18n._('Date and time')}
          type="datetime-local"
          min={inputValue(Date.now())}
          value={value}
          onChange={setValue}
          error={isFine || value === '' ? undefined : i18n._('Choose a time within the next year.')}
          hint={isFine ? format.format(at) : undefined}
        />
      </div>
    </Dialog>
  );
}
