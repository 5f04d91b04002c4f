/**
 * Changes the words or the time of a message that is to be sent later.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Content, Scheduled } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { inputValue, isPossible } from '../../model/send-later.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { useTask } from '../people/use-task.ts';

export interface ScheduledMessage extends Omit<Scheduled, 'content'> {
  readonly content: Content;
}

export interface ScheduledDialogProps {
  readonly message: ScheduledMessage;
  readonly onClose: (isChanged: boolean) => void;
}

export function ScheduledDialog({ message, onClose }: ScheduledDialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [text, setText] = useState(message.content.text);
  const [at, setAt] = useState(inputValue(message.at));
  const time = new Date(at).getTime();
  const isFine =
    isPossible(time, Date.now()) && (text.trim() !== '' || message.content.attachments.length > 0);
  const save = (): void =>
    run(async () => {
      await engine.call('changeScheduled', {
        scheduled: message.id,
        at: time,
        content: { ...message.content, text },
      });
      onClose(true);
    }, i18n._('Changed'));
  return (
    <Sheet
      title={i18n._('Change scheduled message')}
      open
      onClose={() => onClose(false)}
      footer={
        <Button kind="primary" disabled={!isFine} onClick={save}>
          {i18n._('Save')}
        </Button>
      }
    >
      <TextArea label={i18n._('Text')} value={text} onChange={setText} />
      <TextField label={i18n._('When')} type="datetime-local" value={at} onChange={setAt} />
    </Sheet>
  );
}
