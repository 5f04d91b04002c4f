/**
 * An open popover.
 *
 * @module
 */
import type { FocusEvent, MouseEvent, PointerEvent, ReactElement, ReactNode, RefObject } from 'react';
import { Popover as BasePopover } from '@base-ui/react/popover';
import styles from './popover.module.css';
import { whileOpen } from './while-open.tsx';

export interface TriggerProps {
  readonly onClick?: (event: MouseEvent) => void;
  readonly onPointerEnter?: (event: PointerEvent) => void;
  readonly onFocus?: (event: FocusEvent) => void;
  readonly 'aria-haspopup'?: 'dialog';
  readonly 'aria-expanded'?: boolean;
}

export interface PopoverProps {
  /** A Button or IconButton. Undefined: `open` and `anchor` are the caller's. */
  readonly trigger?: ReactElement<TriggerProps>;
  readonly anchor?: RefObject<Element | null> | Element | { getBoundingClientRect: () => DOMRect } | null;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  readonly align?: 'start' | 'center' | 'end';
  /** Its accessible name. */
  readonly label: string;
  /** Without padding: the content goes to the edges. */
  readonly flush?: boolean;
  /** False: the focus stays where it is, such as in a field. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

export function PopoverWindow(props: PopoverProps): ReactNode {
  const {
    trigger,
    anchor,
    open,
    onOpenChange,
    side = 'bottom',
    align = 'center',
    label,
    flush = false,
    children,
  } = props;
  return (
    <BasePopover.Root
      {...(open === undefined ? { defaultOpen: true } : { open })}
      onOpenChange={(isOpen) => onOpenChange?.(isOpen)}
    >
      {trigger !== undefined && <BasePopover.Trigger render={trigger} />}
      <BasePopover.Portal>
        <BasePopover.Positioner
          className={styles.positioner}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          {...(anchor === undefined ? {} : { anchor })}
        >
          <BasePopover.Popup
            className={styles.popup}
            data-flush={flush || undefined}
            aria-label={label}
            render={whileOpen}
            {...(props.takesFocus === false ? { initialFocus: false } : {})}
          >
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
