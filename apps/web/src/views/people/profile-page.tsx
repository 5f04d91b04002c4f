/** Somebody's profile: `/u/NAME`. Loaded when it is opened. */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Spinner } from '../../ui/spinner.tsx';
import { part } from '../../ui/part.tsx';

export interface ProfilePageProps {
  readonly name: string;
}

const ProfileBody = part(async () => (await import('./profile-body.tsx')).ProfileBody);

export function ProfilePage(props: ProfilePageProps): ReactNode {
  return (
    <Suspense fallback={<Spinner page />}>
      <ProfileBody {...props} />
    </Suspense>
  );
}
