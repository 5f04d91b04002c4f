/** The threads that one follows, in all conversations or in one. */
import type { ReactNode } from 'react';

export interface ThreadListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

export function ThreadList(_: ThreadListProps): ReactNode {
  return null;
}
