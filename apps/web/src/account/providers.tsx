/**
 * Logging in at providers of single sign-on: the page goes there, and comes back logged in or with the code of a refusal.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { SignInProvider } from '../model/server-info.ts';
import { Button } from '../ui/button.tsx';
import { FILES_CROSS_ORIGIN, serverUrl } from '../views/frame/root.ts';
import { deviceLabel } from './session.ts';

export interface ProvidersProps {
  readonly providers: readonly SignInProvider[];
  /** Where one goes then. */
  readonly next: string;
}

export function Providers({ providers, next }: ProvidersProps): ReactNode {
  const { i18n } = useLingui();
  // A page on another host than its server's gets no cookie on the way back.
  if (FILES_CROSS_ORIGIN !== undefined) return undefined;
  return providers.map(({ title, url }) => (
    <Button
      key={url}
      size="l"
      wide
      onClick={() => {
        const query = new URLSearchParams({ next: encodeURI(next), label: deviceLabel() });
        location.assign(serverUrl(`${url}?${query.toString()}`));
      }}
    >
      {i18n._('Log in with {title}', { title })}
    </Button>
  ));
}
