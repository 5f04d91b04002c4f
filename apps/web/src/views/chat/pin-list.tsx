/** The pinned messages of a conversation; a tab of the details pane. */
import type { ReactNode } from 'react';

export interface PinListProps {
  readonly conversation: number;
}

export function PinList(_: PinListProps): ReactNode {
  return null;
}
