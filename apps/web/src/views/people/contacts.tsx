/** The user's contacts, and who asks to be one. */
import type { ReactNode } from 'react';

export interface ContactsProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Contacts(_: ContactsProps): ReactNode {
  return null;
}
