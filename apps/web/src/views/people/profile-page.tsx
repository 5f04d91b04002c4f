/** Somebody's profile: `/u/NAME`. Loaded when it is opened. */
import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import { Spinner } from '../../ui/spinner.tsx';

export interface ProfilePageProps {
  readonly name: string;
}

const ProfileBody = lazy(async () => ({ default: (await import('./profile-body.tsx')).ProfileBody }));

export function ProfilePage(props: ProfilePageProps): ReactNode {
  return (
    <Suspense fallback={<Spinner page />}>
      <ProfileBody {...props} />
    </Suspense>
  );
}
