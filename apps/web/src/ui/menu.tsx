/**
 * Menus, opened by a button or by the right mouse button, a long press or the menu key.
 *
 * @module
 */
import type { ReactElement, ReactNode } from 'react';
import { ContextMenu as BaseContextMenu } from '@base-ui/react/context-menu';
import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import styles from './menu.module.css';

export interface MenuProps {
  /** A Button or IconButton. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  readonly onOpenChange?: (open: boolean) => void;
}

export function Menu({
  trigger,
  children,
  align = 'end',
  side = 'bottom',
  onOpenChange,
}: MenuProps): ReactNode {
  return (
    <BaseMenu.Root modal={false} onOpenChange={(open) => onOpenChange?.(open)}>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner
          className={styles.positioner}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

export interface ContextMenuProps {
  /** What the menu belongs to: one element that takes handlers and a ref. */
  readonly children: ReactElement;
  /** Its items. Drawn only while it is open. */
  readonly menu: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
  readonly disabled?: boolean;
}

/** One around a list is cheaper than one around each row: learn the row from the event that opens it. */
export function ContextMenu({ children, menu, onOpenChange, disabled = false }: ContextMenuProps): ReactNode {
  return (
    <BaseContextMenu.Root disabled={disabled} onOpenChange={(open) => onOpenChange?.(open)}>
      <BaseContextMenu.Trigger render={children} />
      <BaseContextMenu.Portal>
        <BaseContextMenu.Positioner className={styles.positioner} collisionPadding={8}>
          <BaseContextMenu.Popup className={styles.popup}>{menu}</BaseContextMenu.Popup>
        </BaseContextMenu.Positioner>
      </BaseContextMenu.Portal>
    </BaseContextMenu.Root>
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

export function MenuItem({
  icon: Icon,
  children,
  hint,
  danger = false,
  disabled = false,
  checked,
  onSelect,
}: MenuItemProps): ReactNode {
  const content = (
    <>
      {Icon === undefined ? (
        <span className={styles.icon} />
      ) : (
        <Icon className={styles.icon} aria-hidden size={17} strokeWidth={1.75} />
      )}
      <span className={styles.label}>{children}</span>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      {checked === true && <Check aria-hidden size={16} />}
    </>
  );
  if (checked !== undefined) {
    return (
      <BaseMenu.CheckboxItem
        className={styles.item}
        checked={checked}
        disabled={disabled}
        closeOnClick
        onClick={onSelect}
      >
        {content}
      </BaseMenu.CheckboxItem>
    );
  }
  return (
    <BaseMenu.Item
      className={styles.item}
      data-danger={danger || undefined}
      disabled={disabled}
      onClick={onSelect}
    >
      {content}
    </BaseMenu.Item>
  );
}

export interface SubMenuProps {
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
  readonly disabled?: boolean;
}

export function SubMenu({ label, icon: Icon, children, disabled = false }: SubMenuProps): ReactNode {
  return (
    <BaseMenu.SubmenuRoot disabled={disabled}>
      <BaseMenu.SubmenuTrigger className={styles.item}>
        {Icon === undefined ? (
          <span className={styles.icon} />
        ) : (
          <Icon className={styles.icon} aria-hidden size={17} strokeWidth={1.75} />
        )}
        <span className={styles.label}>{label}</span>
        <ChevronRight className={styles.arrow} aria-hidden size={16} />
      </BaseMenu.SubmenuTrigger>
      <BaseMenu.Portal>
        <BaseMenu.Positioner className={styles.positioner} alignOffset={-5} collisionPadding={8}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.SubmenuRoot>
  );
}

export function MenuSeparator(): ReactNode {
  return <BaseMenu.Separator className={styles.separator} />;
}
