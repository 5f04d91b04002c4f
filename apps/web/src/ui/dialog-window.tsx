/**
 * An open dialog.
 *
 * @module
 */
import { useRef } from 'react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { useLingui } from '@lingui/react';
import { X } from 'lucide-react';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';
import { whileOpen } from './while-open.tsx';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Its buttons. */
  readonly footer?: ReactNode;
  readonly size?: 's' | 'm' | 'l';
  /** The title is for screen readers alone, and there is no button to close it. */
  readonly bare?: boolean;
  /** What has the focus at first. Default: the first that takes it. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

export function DialogWindow({
  kind = 'dialog',
  ...props
}: DialogProps & { readonly kind?: 'dialog' | 'sheet' }): ReactNode {
  const { title, open, onClose, children, footer, size = 'm', bare = false, initialFocus } = props;
  const { i18n } = useLingui();
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <div className={styles.edges} onKeyDown={stayAtEdge}>
          <BaseDialog.Popup
            className={styles.popup}
            data-size={size}
            data-kind={kind}
            ref={popup}
            render={whileOpen}
            initialFocus={initialFocus ?? ((by) => firstFocus(popup.current, by === 'touch'))}
          >
            {bare ? (
              <BaseDialog.Title className={styles.hidden}>{title}</BaseDialog.Title>
            ) : (
              <header className={styles.header}>
                <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
                <BaseDialog.Close render={<IconButton icon={X} label={i18n._('Close')} />} />
              </header>
            )}
            <div className={bare ? styles.bare : styles.body}>{children}</div>
            {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
          </BaseDialog.Popup>
        </div>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/**
 * The first field, else the first button at the foot, which does no harm; not the button that closes. After a touch the
 * window itself: a field would call the keyboard.
 */
function firstFocus(popup: HTMLElement | null, isTouch: boolean): HTMLElement | true {
  if (popup === null || isTouch) return popup ?? true;
  const field = popup.querySelector<HTMLElement>('input:not([type=hidden], [type=file]), textarea, select');
  return field ?? popup.querySelector<HTMLElement>('footer button') ?? true;
}

/**
 * At each end of a dialog an element hands the focus to the other end, but not before the next frame. A Tab that comes
 * sooner, on a busy machine, would leave for the page behind.
 */
function stayAtEdge(event: KeyboardEvent): void {
  if (event.key === 'Tab' && (event.target as Element).matches('[data-base-ui-focus-guard]')) {
    event.preventDefault();
  }
}
