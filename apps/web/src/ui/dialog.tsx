/**
 * Windows over the page: dialogs and sheets (from below on phones). What they are made of is loaded with the first one.
 *
 * @module
 */
import { Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import type { DialogProps } from './dialog-window.tsx';
import type * as Windows from './dialog-window.tsx';
import { overlayPart } from './part.tsx';

/** Loads what an open dialog needs, such as when the page has nothing else to do. */
export async function preloadDialogs(): Promise<typeof Windows> {
  return import('./dialog-window.tsx');
}

const Window = overlayPart(async () => (await preloadDialogs()).DialogWindow);

export function Dialog(props: DialogProps & { readonly kind?: 'dialog' | 'sheet' }): ReactNode {
  // It stays once it was open, so that it can fade.
  const [wasOpen, setWasOpen] = useState(props.open);
  if (props.open && !wasOpen) setWasOpen(true);
  if (!wasOpen) return undefined;
  return (
    <Suspense>
      <Window {...props} onFailed={props.onClose} />
    </Suspense>
  );
}

/** On a phone it comes from below; elsewhere it is a small dialog. */
export function Sheet(props: DialogProps): ReactNode {
  return <Dialog size="s" {...props} kind="sheet" />;
}
