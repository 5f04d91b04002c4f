/** The messages that one has scheduled. */
import type { ReactNode } from 'react';

export interface ScheduledListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

export function ScheduledList(_: ScheduledListProps): ReactNode {
  return null;
}
