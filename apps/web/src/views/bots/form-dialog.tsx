/**
 * A form of a bot, to fill in.
 *
 * @module
 */
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Field, FieldValueInit, Form } from '@posthorn/protocol';
import { useSubmit } from '../../account/use-submit.ts';
import {
  choiceLabel,
  firstValues,
  isFromCalendar,
  labelOf,
  missingField,
  sentValues,
} from '../../model/bot-form.ts';
import { refusalWords, typeWords } from '../../model/bot-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { Switch } from '../../ui/toggle.tsx';
import css from './bots.module.css';

export interface FormDialogProps {
  readonly form: Form;
  /** Rejects with what is wrong. */
  readonly onSend: (values: readonly FieldValueInit[]) => Promise<void>;
  readonly onClose: () => void;
}

export function FormDialog({ form, onSend, onClose }: FormDialogProps): ReactNode {
  const { i18n } = useLingui();
  const id = useId();
  const { fields, title, submit } = form;
  const [values, setValues] = useState(() => firstValues(fields));
  const [isTried, setTried] = useState(false);
  const missing = missingField(fields, values);
  const { isBusy, error, onSubmit } = useSubmit(
    async () => {
      setTried(true);
      if (missing === undefined) await onSend(sentValues(fields, values));
    },
    (thrown) => refusalWords(i18n, thrown),
  );
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{i18n._('Cancel')}</Button>
          <Button kind="primary" type="submit" form={id} busy={isBusy}>
            {submit === '' ? i18n._('Send') : submit}
          </Button>
        </>
      }
    >
      <form id={id} className={css.form} noValidate onSubmit={onSubmit}>
        {fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            error={isTried && field === missing ? i18n._('Fill this in.') : undefined}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {error !== undefined && (
          <p className={css.trouble} role="alert">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface FormFieldProps {
  readonly field: Field;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function FormField({ field, value, error, onChange }: FormFieldProps): ReactNode {
  const { i18n } = useLingui();
  const { type, description, required, choices, multiline } = field;
  const label = required ? labelOf(field) : i18n._('{label} (optional)', { label: labelOf(field) });
  const hint = description === '' ? undefined : description;
  const rest = { label, hint, error, value, onChange };
  switch (type) {
    case 'boolean':
      return (
        <Switch
          label={labelOf(field)}
          hint={hint}
          checked={value === 'true'}
          onChange={(isOn) => onChange(String(isOn))}
        />
      );
    case 'choice': {
      const options = choices.map((choice) => ({ value: choice.value, label: choiceLabel(choice) }));
      return <Select {...rest} options={required ? options : [{ value: '', label: '–' }, ...options]} />;
    }
    case 'time':
      return isFromCalendar(field) ? (
        <TextField {...rest} type="datetime-local" />
      ) : (
        <TextField {...rest} placeholder={typeWords(i18n, field)} />
      );
    case 'number':
      return <TextField {...rest} inputMode="decimal" />;
    case 'user':
    case 'conversation':
      return <TextField {...rest} placeholder={typeWords(i18n, field)} autoCapitalize="none" />;
    default:
      return multiline ? <TextArea {...rest} /> : <TextField {...rest} />;
  }
}
