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
  const [value, setValue] = useState(inputValue(message.at));
  // The field knows no seconds.
  const at = value === inputValue(message.at) ? message.at : new Date(value).getTime();
  const isTimely = isPossible(at, Date.now());
  const isFine = isTimely && (text.trim() !== '' || message.content.attachments.length > 0);
  const save = (): void =>
    run(async () => {
      await engine.call('changeScheduled', {
        scheduled: message.id,
        // By the server's clock.
        at: at + engine.status.get().clockOffsetMs,
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
      <TextField
        label={i18n._('When')}
        type="datetime-local"
        value={value}
        onChange={setValue}
        error={isTimely ? undefined : i18n._('Choose a time within the next year.')}
      />
    </Sheet>
  );
}
