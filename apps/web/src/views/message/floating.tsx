/**
 * A small window beside a message or at a point; on a phone a sheet from below.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { Sheet } from '../../ui/dialog.tsx';
import { Popover } from '../../ui/popover.tsx';
import type { Spot } from './actions.ts';
import css from './floating.module.css';

export interface FloatingProps {
  readonly label: string;
  readonly place: Spot;
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
    <Popover
      open
      anchor={anchorOf(place)}
      label={label}
      flush={flush}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      {!flush && <p className={css.title}>{label}</p>}
      {children}
    </Popover>
  );
}

/** Something that has a place on the page, as positioners want it. */
export function anchorOf({ x, y, width = 0, height = 0 }: Spot): { getBoundingClientRect(): DOMRect } {
  return { getBoundingClientRect: () => new DOMRect(x, y, width, height) };
}

/** Too narrow for a window beside something. */
export function isPhone(): boolean {
  return matchMedia('(max-width: 720px)').matches;
}
