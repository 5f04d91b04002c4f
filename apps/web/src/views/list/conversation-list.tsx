/** The first pane: every conversation of the user. */
import type { ReactNode } from 'react';

export interface ConversationListProps {
  /** The conversation that is shown beside it. */
  readonly current: number | undefined;
}

export function ConversationList(_: ConversationListProps): ReactNode {
  return null;
}
