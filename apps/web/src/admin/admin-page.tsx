/** Administration of the server: `/admin/PAGE`. Loaded when it is asked for. */
import type { ReactNode } from 'react';

export interface AdminPageProps {
  readonly page: string | undefined;
}

export function AdminPage(_: AdminPageProps): ReactNode {
  return null;
}
