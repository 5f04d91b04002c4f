/**
 * Whether the mouse or the focus is on something.
 *
 * @module
 */
import { useMemo, useState } from 'react';
import type { FocusEvent, PointerEvent } from 'react';

export interface HoverHandlers {
  readonly onPointerEnter: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
}

export function useHover(): readonly [boolean, HoverHandlers] {
  const [isOn, setOn] = useState(false);
  const handlers = useMemo(
    (): HoverHandlers => ({
      onPointerEnter: ({ pointerType }) => {
        if (pointerType === 'mouse') setOn(true);
      },
      onPointerLeave: () => setOn(false),
      onFocus: () => setOn(true),
      onBlur: ({ currentTarget, relatedTarget }) => setOn(currentTarget.contains(relatedTarget)),
    }),
    [],
  );
  return [isOn, handlers];
}
