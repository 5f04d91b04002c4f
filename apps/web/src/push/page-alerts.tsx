/**
 * The notifications of this page, while somebody is logged in.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import { navigate } from 'wouter/use-browser-location';
import { useRoute } from '../views/frame/go.ts';

/** Shows nothing itself. */
export function PageAlerts(): ReactNode {
  const engine = useEngine();
  const { i18n } = useLingui();
  const route = useRoute();
  const shown = useRef<number | undefined>(undefined);
  useEffect(() => {
    shown.current = route.kind === 'chat' ? route.conversation : undefined;
  }, [route]);
  useEffect(() => {
    const open = ({ pathname, search }: URL): void => {
      navigate(pathname + search);
    };
    let isOver = false;
    let stop: (() => void) | undefined;
    // Not needed for the first picture. A part that cannot be loaded comes with the next page.
    void import('./alerts.ts').then(
      ({ startAlerts }) => {
        if (!isOver) stop = startAlerts({ engine, i18n, shown: () => shown.current, open });
      },
      () => undefined,
    );
    return () => {
      isOver = true;
      stop?.();
    };
  }, [engine, i18n]);
  return undefined;
}
