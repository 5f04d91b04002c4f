/** What the user is called in one group. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useTask } from '../people/use-task.ts';

export interface NicknameDialogProps {
  readonly conversation: number;
  readonly nickname: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function NicknameDialog({
  conversation,
  nickname,
  open,
  onClose,
  onDone,
}: NicknameDialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [name, setName] = useState(nickname);
  const save = (): void => {
    onClose();
    run(async () => {
      await engine.call('setNickname', { conversation, nickname: name.trim() });
      onDone();
    });
  };
  return (
    <Dialog
      size="s"
      title={i18n._('My name in this group')}
      open={open}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={save}>
          {i18n._('Save')}
        </Button>
      }
    >
      <TextField
        label={i18n._('Name')}
        hint={i18n._('Empty: as everywhere.')}
        value={name}
        onChange={setName}
        maxLength={100}
      />
    </Dialog>
  );
}
