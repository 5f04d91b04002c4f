/**
 * Menus, opened by a button, at a place, or by the right mouse button, a long press or the menu key. What an open menu is
 * made of is loaded when the first one is about to be opened.
 *
 * @module
 */
import { cloneElement, Suspense, useContext, useState } from 'react';
import type { FocusEvent, MouseEvent, PointerEvent, ReactElement, ReactNode } from 'react';
import { Check, ChevronRight } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { MenuParts } from './menu-parts.ts';
import type { MenuWindowProps } from './menu-window.tsx';
import type * as Windows from './menu-window.tsx';
import styles from './menu.module.css';
import { useContextEvents } from './use-context-events.ts';
import type { ContextHandlers } from './use-context-events.ts';
import { overlayPart } from './part.tsx';

/** Loads what an open menu needs, such as when the page has nothing else to do. */
export async function preloadMenus(): Promise<typeof Windows> {
  return import('./menu-window.tsx');
}

const Window = overlayPart(async () => (await preloadMenus()).MenuWindow);

interface TriggerProps {
  readonly onClick?: (event: MouseEvent) => void;
  readonly onPointerEnter?: (event: PointerEvent) => void;
  readonly onFocus?: (event: FocusEvent) => void;
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
}

export interface MenuProps extends Pick<MenuWindowProps, 'children' | 'align' | 'side'> {
  /** A Button or IconButton. */
  readonly trigger: ReactElement<TriggerProps>;
  readonly onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, align = 'end', onOpenChange, ...rest }: MenuProps): ReactNode {
  const [isAsked, setAsked] = useState(false);
  const load = (): void => {
    preloadMenus().catch(() => undefined); // A failure shows when it is opened.
  };
  const closed = cloneElement(trigger, {
    'aria-haspopup': 'menu',
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
        {...rest}
        trigger={trigger}
        align={align}
        onOpenChange={(open) => onOpenChange?.(open)}
        onFailed={() => {
          setAsked(false);
          onOpenChange?.(false);
        }}
      />
    </Suspense>
  );
}

export interface MenuAtProps extends Omit<MenuWindowProps, 'trigger' | 'open' | 'onOpenChange'> {
  readonly onClose: () => void;
}

/** A menu that is open as long as it is drawn. */
export function MenuAt({ onClose, ...rest }: MenuAtProps): ReactNode {
  return (
    <Suspense>
      <Window
        {...rest}
        open
        onFailed={onClose}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      />
    </Suspense>
  );
}

export interface ContextMenuProps {
  /** What the menu belongs to: one element that takes handlers. */
  readonly children: ReactElement<ContextHandlers>;
  /** Its items. Drawn only while it is open. */
  readonly menu: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
  readonly disabled?: boolean;
}

/** One around a list is cheaper than one around each row: learn the row from the event that opens it. */
export function ContextMenu({ children, menu, onOpenChange, disabled = false }: ContextMenuProps): ReactNode {
  const [place, setPlace] = useState<DOMRect | undefined>(undefined);
  const handlers = useContextEvents(children.props, disabled, (at) => {
    setPlace(at);
    onOpenChange?.(true);
  });
  return (
    <>
      {cloneElement(children, handlers)}
      {place !== undefined && (
        <MenuAt
          anchor={{ getBoundingClientRect: () => place }}
          onClose={() => {
            setPlace(undefined);
            onOpenChange?.(false);
          }}
        >
          {menu}
        </MenuAt>
      )}
    </>
  );
}

export interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  /** Stands at the end, such as a key. */
  readonly hint?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** An item that is chosen or not. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem(props: MenuItemProps): ReactNode {
  const { icon, children, hint, danger = false, disabled = false, checked, onSelect } = props;
  const Parts = useContext(MenuParts);
  const content = (
    <>
      <ItemIcon icon={icon} />
      <span className={styles.label}>{children}</span>
      {hint !== undefined && (
        <span className={styles.hint} aria-hidden>
          {hint}
        </span>
      )}
      {checked === true && <Check aria-hidden size={16} />}
    </>
  );
  if (Parts === undefined) return undefined;
  if (checked !== undefined) {
    return (
      <Parts.CheckboxItem
        className={styles.item}
        checked={checked}
        disabled={disabled}
        closeOnClick
        onClick={onSelect}
      >
        {content}
      </Parts.CheckboxItem>
    );
  }
  return (
    <Parts.Item
      className={styles.item}
      data-danger={danger || undefined}
      disabled={disabled}
      onClick={onSelect}
    >
      {content}
    </Parts.Item>
  );
}

export interface SubMenuProps {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly disabled?: boolean;
}

export function SubMenu({ label, icon, children, disabled = false }: SubMenuProps): ReactNode {
  const Parts = useContext(MenuParts);
  if (Parts === undefined) return undefined;
  return (
    <Parts.SubmenuRoot disabled={disabled}>
      <Parts.SubmenuTrigger className={styles.item}>
        <ItemIcon icon={icon} />
        <span className={styles.label}>{label}</span>
        <ChevronRight className={styles.arrow} aria-hidden size={16} />
      </Parts.SubmenuTrigger>
      <Parts.Portal>
        <Parts.Positioner className={styles.positioner} alignOffset={-5} collisionPadding={8}>
          <Parts.Popup className={styles.popup}>{children}</Parts.Popup>
        </Parts.Positioner>
      </Parts.Portal>
    </Parts.SubmenuRoot>
  );
}

export function MenuSeparator(): ReactNode {
  const Parts = useContext(MenuParts);
  return Parts === undefined ? undefined : <Parts.Separator className={styles.separator} />;
}

function ItemIcon({ icon: Icon }: { readonly icon: LucideIcon | undefined }): ReactNode {
  if (Icon === undefined) return <span className={styles.icon} />;
  return <Icon className={styles.icon} aria-hidden size={17} strokeWidth={1.75} />;
}
