/**
 * A small window beside what opened it. What it is made of is loaded when the first one is about to be opened.
 *
 * @module
 */
import { cloneElement, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import type { PopoverProps } from './popover-window.tsx';
import type * as Windows from './popover-window.tsx';
import { overlayPart } from './part.tsx';

/** Loads what an open popover needs, such as when the page has nothing else to do. */
export async function preloadPopovers(): Promise<typeof Windows> {
  return import('./popover-window.tsx');
}

const Window = overlayPart(async () => (await preloadPopovers()).PopoverWindow);

export function Popover(props: PopoverProps): ReactNode {
  const { trigger, open, onOpenChange } = props;
  const [isAsked, setAsked] = useState(open ?? false);
  if (open === true && !isAsked) setAsked(true);
  const load = (): void => {
    preloadPopovers().catch(() => undefined); // A failure shows when it is opened.
  };
  const closed =
    trigger === undefined
      ? undefined
      : cloneElement(trigger, {
          'aria-haspopup': 'dialog',
          'aria-expanded': false,
          onPointerEnter: load,
          onFocus: load,
          onClick: (event) => {
            trigger.props.onClick?.(event);
            setAsked(true);
            onOpenChange?.(true);
          },
        });
  if (!isAsked) return closed;
  return (
    <Suspense fallback={closed}>
      <Window
        {...props}
        onFailed={() => {
          setAsked(false);
          onOpenChange?.(false);
        }}
      />
    </Suspense>
  );
}
