/** The messages that one has starred. */
import type { ReactNode } from 'react';

export interface StarListProps {
  /** Undefined: of all conversations. */
  readonly conversation?: number;
}

export function StarList(_: StarListProps): ReactNode {
  return null;
}
