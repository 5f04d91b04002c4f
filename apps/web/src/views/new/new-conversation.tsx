/** Begins a direct conversation, a group or a channel. */
import type { ReactNode } from 'react';

export interface NewConversationProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function NewConversation(_: NewConversationProps): ReactNode {
  return null;
}
