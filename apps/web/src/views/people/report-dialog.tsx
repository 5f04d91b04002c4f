/** Reports a message or a person to the administrators. */
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useName } from './use-name.ts';
import { useTask } from './use-task.ts';
import styles from './people.module.css';

export interface ReportDialogProps {
  readonly open: boolean;
  /** Who is reported: the sender of the message, if there is one. */
  readonly user: number;
  readonly message?: { readonly conversation: number; readonly seq: number };
  readonly onClose: () => void;
}

export function ReportDialog({ open, user, message, onClose }: ReportDialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const name = useName(user);
  const [kind, setKind] = useState('');
  const [words, setWords] = useState('');
  const reason = [kind, words.trim()].filter((part) => part !== '').join(': ');
  const whoSees =
    message === undefined
      ? i18n._('The administrators of the server learn whom you report, and why. {name} does not.', { name })
      : i18n._('The administrators of the server see this message and your reason. {name} learns nothing.', {
          name,
        });
  const report = (): void => {
    onClose();
    const target =
      message === undefined ? { user } : { conversation: message.conversation, seq: message.seq };
    run(
      async () => engine.call('reportAbuse', { ...target, reason: reason.slice(0, 500) }),
      i18n._('Thank you. The administrators will look at it.'),
    );
  };
  return (
    <Dialog
      size="s"
      title={message === undefined ? i18n._('Report {name}', { name }) : i18n._('Report this message')}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{i18n._('Cancel')}</Button>
          <Button kind="danger" disabled={reason === ''} onClick={report}>
            {i18n._('Report')}
          </Button>
        </>
      }
    >
      <p>{whoSees}</p>
      <Kinds value={kind} onChange={setKind} />
      <TextField label={i18n._('In your words')} value={words} onChange={setWords} maxLength={400} />
    </Dialog>
  );
}

function Kinds({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (kind: string) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const group = useId();
  const kinds = [
    i18n._('Spam'),
    i18n._('Harassment or threats'),
    i18n._('Something illegal'),
    i18n._('Something else'),
  ];
  return (
    <div className={styles.choices} role="radiogroup" aria-label={i18n._('Reason')}>
      {kinds.map((each) => (
        <label key={each} className={styles.choice}>
          <input type="radio" name={group} checked={value === each} onChange={() => onChange(each)} />
          {each}
        </label>
      ))}
    </div>
  );
}
