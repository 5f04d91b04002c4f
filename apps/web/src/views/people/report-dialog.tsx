/** Reports a message or a person to the administrators. */
import type { ReactNode } from 'react';

export interface ReportDialogProps {
  readonly open: boolean;
  /** Who is reported: the sender of the message, if there is one. */
  readonly user: number;
  readonly message?: { readonly conversation: number; readonly seq: number };
  readonly onClose: () => void;
}

export function ReportDialog(_: ReportDialogProps): ReactNode {
  return null;
}
