/**
 * A small window beside a message or at a point; on a phone a sheet from below.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { Sheet } from '../../ui/dialog.tsx';
import popover from '../../ui/popover.module.css';
import type { Place } from './actions.ts';
import css from './floating.module.css';

export interface FloatingProps {
  readonly label: string;
  readonly place: Place;
  readonly onClose: () => void;
  /** Without padding: the content goes to the edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

export function Floating({ label, place, onClose, flush = false, children }: FloatingProps): ReactNode {
  if (isPhone())
    return (
      <Sheet title={label} open onClose={onClose}>
        {children}
      </Sheet>
    );
  return (
    <BasePopover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <BasePopover.Portal>
        <BasePopover.Positioner
          className={popover.positioner}
          anchor={anchorOf(place)}
          side="bottom"
          sideOffset={6}
          collisionPadding={8}
        >
          <BasePopover.Popup className={popover.popup} data-flush={flush || undefined} aria-label={label}>
            {!flush && <p className={css.title}>{label}</p>}
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}

/** Something that has a place on the page, as positioners want it. */
export function anchorOf(place: Place): Element | { getBoundingClientRect(): DOMRect } {
  if (!('x' in place)) return place;
  const { x, y } = place;
  return { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) };
}

/** Too narrow for a window beside something. */
export function isPhone(): boolean {
  return matchMedia('(max-width: 720px)').matches;
}
