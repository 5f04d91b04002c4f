/** Finds a person, a conversation or a message, and goes there (Ctrl K). */
import type { ReactNode } from 'react';

export interface SwitcherProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Switcher(_: SwitcherProps): ReactNode {
  return null;
}
