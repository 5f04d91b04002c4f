/** Bans somebody from a group, with a reason. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { Conversation } from '@posthorn/protocol';
import { newId } from '../../model/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { useName } from '../people/use-name.ts';
import { useTask } from '../people/use-task.ts';

export interface BanDialogProps {
  readonly info: Pick<Conversation, 'id'>;
  readonly user: number;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function BanDialog({ info, user, open, onClose, onDone }: BanDialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const name = useName(user);
  const [reason, setReason] = useState('');
  const ban = (): void => {
    onClose();
    run(
      async () => {
        const request = { conversation: info.id, user, ban: true, reason: reason.trim(), clientId: newId() };
        await engine.call('removeMember', request);
        onDone();
      },
      i18n._('{name} was banned', { name }),
    );
  };
  return (
    <Dialog
      size="s"
      title={i18n._('Ban {name}?', { name })}
      open={open}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{i18n._('Cancel')}</Button>
          <Button kind="danger" onClick={ban}>
            {i18n._('Ban')}
          </Button>
        </>
      }
    >
      <p>{i18n._('They leave the group, and cannot come back until the ban is lifted.')}</p>
      <TextField
        label={i18n._('Reason')}
        hint={i18n._('Admins see it, and whoever is banned.')}
        value={reason}
        onChange={setReason}
        maxLength={500}
      />
    </Dialog>
  );
}
