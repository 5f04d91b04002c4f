/** Asks for a person or a conversation, for example one to forward a message to. */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { Target } from '@posthorn/client';
import { Dialog } from '../../ui/dialog.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { part } from '../../ui/part.tsx';

export interface ConversationPickerProps {
  readonly open: boolean;
  readonly title: string;
  readonly onPick: (target: Target) => void;
  readonly onClose: () => void;
}

const PickerBody = part(async () => (await import('./picker-body.tsx')).PickerBody);

export function ConversationPicker({ open, title, onPick, onClose }: ConversationPickerProps): ReactNode {
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <Suspense fallback={<Spinner page />}>
        <PickerBody label={title} onPick={onPick} />
      </Suspense>
    </Dialog>
  );
}
