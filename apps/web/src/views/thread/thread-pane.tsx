/** The side pane with the thread of one message. */
import type { ReactNode } from 'react';

export interface ThreadPaneProps {
  readonly conversation: number;
  /** The message that the thread belongs to. */
  readonly seq: number;
  readonly onClose: () => void;
}

export function ThreadPane({ seq }: ThreadPaneProps): ReactNode {
  return <div>{seq}</div>;
}
