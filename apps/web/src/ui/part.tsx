/**
 * Parts of the page that are loaded when they are first drawn. One that cannot be loaded, because there is no network or it
 * was replaced at the server, says so in its place, and is loaded anew at the next try.
 *
 * @module
 */
import { lazy, useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Boundary } from './boundary.tsx';
import { ErrorState } from './states.tsx';
import { toast } from './toast.tsx';

/** A pane, or something in one. Draw it inside a Suspense. */
export function part<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const again = renewable(load);
  return function Part(props: P): ReactNode {
    const [Current, setCurrent] = useState(again.current);
    return (
      <Boundary
        fallback={(retry) => (
          <PartFailed
            onRetry={() => {
              setCurrent(again.renew);
              retry();
            }}
          />
        )}
      >
        <Current {...props} />
      </Boundary>
    );
  };
}

/** What lies over the page, such as a menu. If it cannot be loaded, a toast says so, and `onFailed` closes what would hold it. */
export function overlayPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): ComponentType<P & { readonly onFailed: () => void }> {
  const again = renewable(load);
  return function OverlayPart({ onFailed, ...props }: P & { readonly onFailed: () => void }): ReactNode {
    const { i18n } = useLingui();
    const [Current] = useState(again.current);
    return (
      <Boundary
        fallback={() => undefined}
        onError={() => {
          again.renew();
          toast(i18n._('This part could not be loaded. Try again, or reload the page.'));
          onFailed();
        }}
      >
        <Current {...(props as unknown as P)} />
      </Boundary>
    );
  };
}

function PartFailed({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const { i18n } = useLingui();
  return (
    <ErrorState
      offline={!navigator.onLine}
      title={i18n._('This part could not be loaded')}
      text={i18n._('It is here again once there is a network. If it stays away, reload the page.')}
      onRetry={onRetry}
    />
  );
}

/** React keeps what a lazy component has failed with, so another try needs another component. */
function renewable<P extends object>(
  load: () => Promise<ComponentType<P>>,
): { readonly current: () => ComponentType<P>; readonly renew: () => ComponentType<P> } {
  const make = (): ComponentType<P> =>
    lazy(async () => ({ default: await load() })) as unknown as ComponentType<P>;
  let latest = make();
  return {
    current: () => latest,
    renew: () => (latest = make()),
  };
}
