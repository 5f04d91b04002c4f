/** Where an invite link leads: `/join/TOKEN`. */
import type { ReactNode } from 'react';

export interface JoinPageProps {
  readonly token: string;
}

export function JoinPage(_: JoinPageProps): ReactNode {
  return null;
}
