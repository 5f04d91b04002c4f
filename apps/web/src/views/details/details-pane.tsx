/** The third pane: what there is to know about a conversation, and to change. */
import type { ReactNode } from 'react';

export interface DetailsPaneProps {
  readonly conversation: number;
  /** `members`, `media`, `files`, `links`, `pins`, `settings`, …; another one shows the first. */
  readonly tab: string;
  readonly onClose: () => void;
}

export function DetailsPane(_: DetailsPaneProps): ReactNode {
  return null;
}
