/** Asks somebody to be a contact, with some words. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';

export interface AskContactProps {
  readonly name: string;
  readonly onAsk: (text: string) => void;
  readonly onClose: () => void;
}

export function AskContact({ name, onAsk, onClose }: AskContactProps): ReactNode {
  const { i18n } = useLingui();
  const [text, setText] = useState('');
  const ask = (): void => {
    onClose();
    onAsk(text.trim());
  };
  return (
    <Dialog
      open
      size="s"
      title={i18n._('Add {name} to your contacts', { name })}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={ask}>
          {i18n._('Ask')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <TextField
          label={i18n._('Say something with it')}
          hint={i18n._('They become a contact when they accept.')}
          value={text}
          onChange={setText}
          maxLength={200}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
