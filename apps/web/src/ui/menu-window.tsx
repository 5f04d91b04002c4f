/**
 * An open menu: by its button, or at a place.
 *
 * @module
 */
import type { ReactElement, ReactNode } from 'react';
import { Menu } from '@base-ui/react/menu';
import { join } from './class-names.ts';
import { MenuParts } from './menu-parts.ts';
import styles from './menu.module.css';
import { whileOpen } from './while-open.tsx';

export interface MenuWindowProps {
  /** The button that it was opened by, and that opens it again. */
  readonly trigger?: ReactElement;
  /** Where it is, without a button. */
  readonly anchor?: Element | { getBoundingClientRect: () => DOMRect };
  readonly open?: boolean;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end';
  readonly label?: string | undefined;
  readonly className?: string | undefined;
  readonly positionerClassName?: string | undefined;
  readonly backdropClassName?: string | undefined;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

export function MenuWindow(props: MenuWindowProps): ReactNode {
  const { trigger, anchor, open, align = 'start', side = 'bottom', backdropClassName, onOpenChange } = props;
  return (
    <Menu.Root
      {...(open === undefined ? { defaultOpen: true } : { open })}
      modal={false}
      onOpenChange={(isOpen) => {
        onOpenChange(isOpen);
      }}
    >
      {trigger !== undefined && <Menu.Trigger render={trigger} />}
      <Menu.Portal>
        {backdropClassName !== undefined && <Menu.Backdrop className={backdropClassName} />}
        <Menu.Positioner
          className={join(styles.positioner, props.positionerClassName)}
          side={side}
          align={align}
          sideOffset={trigger === undefined ? 2 : 6}
          collisionPadding={8}
          {...(anchor === undefined ? {} : { anchor })}
        >
          <Menu.Popup
            className={join(styles.popup, props.className)}
            aria-label={props.label}
            render={whileOpen}
          >
            <MenuParts value={Menu}>{props.children}</MenuParts>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
