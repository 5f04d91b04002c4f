/**
 * Asks a question with answers to choose from.
 *
 * @module
 */
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { ContentInit } from '@posthorn/protocol';
import { X } from 'lucide-react';
import {
  faultOf,
  MAX_OPTION_CHARS,
  newPoll,
  pollContent,
  withOption,
  withoutOption,
} from '../../model/poll-form.ts';
import type { PollFault, PollForm } from '../../model/poll-form.ts';
import { inputValue } from '../../model/send-later.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Switch } from '../../ui/toggle.tsx';
import css from './dialogs.module.css';

export interface PollDialogProps {
  /** What was typed already. */
  readonly question: string;
  readonly onSend: (content: ContentInit) => void;
  readonly onClose: () => void;
}

export function PollDialog({ question, onSend, onClose }: PollDialogProps): ReactNode {
  const { i18n } = useLingui();
  const [form, setForm] = useState(() => newPoll(question));
  const first = useRef<HTMLInputElement>(null);
  const [isTried, setTried] = useState(false);
  const fault = faultOf(form, Date.now());
  const send = (): void => {
    setTried(true);
    if (fault !== undefined) return;
    onSend(pollContent(form));
    onClose();
  };
  return (
    <Dialog
      title={i18n._('New poll')}
      open
      onClose={onClose}
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>{i18n._('Cancel')}</Button>
          <Button kind="primary" onClick={send}>
            {i18n._('Send poll')}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <TextField
          ref={first}
          label={i18n._('Question')}
          value={form.question}
          onChange={(text) => setForm({ ...form, question: text })}
        />
        <Options form={form} onChange={setForm} />
        <Switch
          label={i18n._('Several answers')}
          checked={form.multiple}
          onChange={(multiple) => setForm({ ...form, multiple })}
        />
        <Switch
          label={i18n._('Anonymous')}
          hint={i18n._('Nobody sees who has voted for what.')}
          checked={form.anonymous}
          onChange={(anonymous) => setForm({ ...form, anonymous })}
        />
        <TextField
          label={i18n._('Ends (optional)')}
          type="datetime-local"
          min={inputValue(Date.now())}
          value={form.closesAt === 0 ? '' : inputValue(form.closesAt)}
          onChange={(text) => setForm({ ...form, closesAt: text === '' ? 0 : new Date(text).getTime() })}
        />
        {isTried && <Fault fault={fault} />}
      </div>
    </Dialog>
  );
}

function Options({
  form,
  onChange,
}: {
  readonly form: PollForm;
  readonly onChange: (form: PollForm) => void;
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <fieldset className={css.options}>
      <legend>{i18n._('Answers')}</legend>
      {form.options.map((option, at) => (
        <div key={at} className={css.option}>
          <TextField
            label={i18n._('Answer {number}', { number: at + 1 })}
            hideLabel
            placeholder={i18n._('Answer {number}', { number: at + 1 })}
            maxLength={MAX_OPTION_CHARS}
            value={option}
            onChange={(text) => onChange(withOption(form, at, text))}
          />
          {form.options.length > 2 && option !== '' && (
            <IconButton
              icon={X}
              label={i18n._('Remove answer {number}', { number: at + 1 })}
              onClick={() => onChange(withoutOption(form, at))}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}

function Fault({ fault }: { readonly fault: PollFault | undefined }): ReactNode {
  const { i18n } = useLingui();
  if (fault === undefined) return undefined;
  return (
    <p className={css.fault} role="alert">
      {faultText(i18n, fault)}
    </p>
  );
}

function faultText(i18n: I18n, fault: PollFault): string {
  switch (fault) {
    case 'no-question':
      return i18n._('A poll needs a question.');
    case 'too-few':
      return i18n._('A poll needs two answers at least.');
    case 'same-twice':
      return i18n._('Two answers are the same.');
    case 'too-long':
      return i18n._('The question or an answer is too long.');
    case 'past':
      return i18n._('The end is in the past.');
  }
}
