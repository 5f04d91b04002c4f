/**
 * The whole page: who is logged in, and what they see.
 *
 * @module
 */
import { lazy, Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { I18nProvider } from '@lingui/react';
import { Router } from 'wouter';
import { Gate } from './account/gate.tsx';
import type { GateProps } from './account/gate.tsx';
import { i18n } from './text/i18n.ts';
import { useDirection } from './theme/store.ts';
import { Boundary } from './ui/boundary.tsx';
import { Confirm } from './ui/confirm.tsx';
import { LiveRegion } from './ui/hidden.tsx';
import { listenToKeys } from './ui/shortcuts.ts';
import { ErrorState } from './ui/states.tsx';
import { Toasts } from './ui/toast.tsx';
import { Tooltips } from './ui/tooltip.tsx';
import { useRoute } from './views/frame/go.ts';
import { ROOT_PATH } from './views/frame/root.ts';

export function App(props: GateProps): ReactNode {
  return (
    <Providers>
      <Pages {...props} />
    </Providers>
  );
}

// Development and tests alone: a build has no gallery.
const GalleryPage = import.meta.env.DEV
  ? lazy(async () => ({ default: (await import('./gallery/gallery-page.tsx')).GalleryPage }))
  : undefined;

function Pages(props: GateProps): ReactNode {
  const { kind } = useRoute();
  if (kind !== 'gallery' || GalleryPage === undefined) return <Gate {...props} />;
  return (
    <Suspense>
      <GalleryPage />
    </Suspense>
  );
}

/** A fault of ours. What was typed and sent is kept: it is not in the components. */
function PageFailed({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  return (
    <ErrorState
      title={i18n._('Something went wrong')}
      text={i18n._('Your messages and drafts are kept. Try again, or reload the page.')}
      onRetry={onRetry}
    />
  );
}

/** What every component may rely on: words, direction, routes, and where questions and news are shown. */
export function Providers({ children }: { readonly children: ReactNode }): ReactNode {
  useEffect(() => listenToKeys(window), []);
  return (
    <I18nProvider i18n={i18n}>
      <CSPProvider disableStyleElements>
        <DirectionProvider direction={useDirection()}>
          <Router base={ROOT_PATH}>
            <Boundary fallback={(retry) => <PageFailed onRetry={retry} />}>{children}</Boundary>
            <Confirm />
            <Toasts />
            <Tooltips />
            <LiveRegion />
          </Router>
        </DirectionProvider>
      </CSPProvider>
    </I18nProvider>
  );
}
