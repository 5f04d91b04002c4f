import type { ReactNode } from 'react';

export interface SettingsPageProps {
  readonly page: string | undefined;
}

export function SettingsPage({ page }: SettingsPageProps): ReactNode {
  return <div>{page}</div>;
}
