/** Adds people to a group. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { Conversation } from '@posthorn/protocol';
import { newId } from '../../model/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { PeoplePicker } from '../new/people-picker.tsx';
import { useTask } from '../people/use-task.ts';

export interface AddMembersProps {
  readonly info: Pick<Conversation, 'id'>;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function AddMembers({ info, open, onClose }: AddMembersProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const close = (): void => {
    setChosen([]);
    onClose();
  };
  const add = (): void => {
    const words = i18n._('{count, plural, one {# person was added} other {# people were added}}', {
      count: chosen.length,
    });
    close();
    run(
      async () => engine.call('addMembers', { conversation: info.id, users: chosen, clientId: newId() }),
      words,
    );
  };
  return (
    <Dialog
      title={i18n._('Add people')}
      open={open}
      onClose={close}
      footer={
        <Button kind="primary" disabled={chosen.length === 0} onClick={add}>
          {i18n._('Add')}
        </Button>
      }
    >
      <p>{i18n._('They see what is said from now on, not what was said before.')}</p>
      <PeoplePicker chosen={chosen} onChange={setChosen} />
    </Dialog>
  );
}
