/** The groups that everybody finds. */
import type { ReactNode } from 'react';

export interface DirectoryProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Directory(_: DirectoryProps): ReactNode {
  return null;
}
