/** The middle of the page: one conversation. */
import type { ReactNode } from 'react';

export interface ChatViewProps {
  readonly conversation: number;
  /** The message to show, as in `/c/ID/SEQ`; undefined: where one was, the first unread one, or the newest. */
  readonly seq: number | undefined;
}

export function ChatView({ conversation }: ChatViewProps): ReactNode {
  return <div>{conversation}</div>;
}
