/**
 * Searches messages.
 *
 * @module
 */
import type { ReactNode } from 'react';

export interface SearchPaneProps {
  /** Only in this conversation, until the user takes that away. Undefined: everywhere. */
  readonly conversation?: number;
  /** What to search for at first. */
  readonly query?: string;
  readonly onClose: () => void;
}

export function SearchPane(_: SearchPaneProps): ReactNode {
  return undefined;
}
