/**
 * What opens over a chat is loaded when the first thing opens.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Ahead } from '../../ui/ahead.tsx';
import type { ChatOverlaysProps } from './chat-overlays.tsx';
import { overlayPart } from '../../ui/part.tsx';

const Loaded = overlayPart(async () => (await import('./chat-overlays.tsx')).ChatOverlays);

export function Overlays(props: ChatOverlaysProps): ReactNode {
  if (props.overlay.open === undefined) return null;
  return (
    <Suspense fallback={<Ahead onCancel={props.overlay.close} />}>
      <Loaded {...props} onFailed={props.overlay.close} />
    </Suspense>
  );
}
