/** Asks for a person or a conversation, for example one to forward a message to. */
import type { ReactNode } from 'react';
import type { Target } from '@posthorn/client';

export interface ConversationPickerProps {
  readonly open: boolean;
  readonly title: string;
  readonly onPick: (target: Target) => void;
  readonly onClose: () => void;
}

export function ConversationPicker(_: ConversationPickerProps): ReactNode {
  return null;
}
