/** Somebody's profile: `/u/NAME`. */
import type { ReactNode } from 'react';

export interface ProfilePageProps {
  readonly name: string;
}

export function ProfilePage(_: ProfilePageProps): ReactNode {
  return null;
}
