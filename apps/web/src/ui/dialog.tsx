/**
 * Windows over the page: dialogs and sheets (from below on phones). What they are made of is loaded with the first one.
 *
 * @module
 */
import { Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Ahead } from './ahead.tsx';
import type { DialogProps } from './dialog-window.tsx';
import type * as Windows from './dialog-window.tsx';
import { overlayPart } from './part.tsx';

/** Loads what an open dialog needs, such as when the page has nothing else to do. */
export async function preloadDialogs(): Promise<typeof Windows> {
  return import('./dialog-window.tsx');
}

const Window = overlayPart(async () => (await preloadDialogs()).DialogWindow);

export function Dialog(props: DialogProps & { readonly kind?: 'dialog' | 'sheet' }): ReactNode {
  useFocusBefore(props.open);
  // It stays once it was open, so that it can fade.
  const [wasOpen, setWasOpen] = useState(props.open);
  if (props.open && !wasOpen) setWasOpen(true);
  if (!wasOpen) return undefined;
  return (
    <Suspense fallback={<Ahead onCancel={props.onClose} />}>
      <Window {...props} onFailed={props.onClose} />
    </Suspense>
  );
}

/**
 * Gives the focus back when a window has gone and left it to nobody: one that is taken away while it is open, or whose field took
 * the focus by itself.
 */
function useFocusBefore(isOpen: boolean): void {
  // While this is drawn for the first time, the window has not taken it yet.
  const [before, setBefore] = useState(() => (isOpen ? document.activeElement : null));
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (wasOpen !== isOpen) {
    setWasOpen(isOpen);
    if (isOpen) setBefore(document.activeElement);
  }
  useEffect(() => {
    if (!isOpen || !(before instanceof HTMLElement)) return undefined;
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) before.focus({ preventScroll: true });
      });
    };
  }, [isOpen, before]);
}

/** On a phone it comes from below; elsewhere it is a small dialog. */
export function Sheet(props: DialogProps): ReactNode {
  return <Dialog size="s" {...props} kind="sheet" />;
}
