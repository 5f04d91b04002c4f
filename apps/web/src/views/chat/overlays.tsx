/**
 * What opens over a chat is loaded when the first thing opens.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import type { ChatOverlaysProps } from './chat-overlays.tsx';
import { overlayPart } from '../../ui/part.tsx';

const Loaded = overlayPart(async () => (await import('./chat-overlays.tsx')).ChatOverlays);

export function Overlays(props: ChatOverlaysProps): ReactNode {
  if (props.overlay.open === undefined) return null;
  return (
    <Suspense>
      <Loaded {...props} onFailed={props.overlay.close} />
    </Suspense>
  );
}
