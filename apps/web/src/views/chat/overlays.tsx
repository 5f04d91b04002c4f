/**
 * What opens over a chat is loaded when the first thing opens.
 *
 * @module
 */
import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import type { ChatOverlaysProps } from './chat-overlays.tsx';

const Loaded = lazy(async () => ({ default: (await import('./chat-overlays.tsx')).ChatOverlays }));

export function Overlays(props: ChatOverlaysProps): ReactNode {
  if (props.overlay.open === undefined) return null;
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
