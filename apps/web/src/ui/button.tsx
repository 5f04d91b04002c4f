/**
 * Buttons with words, and buttons with an icon alone.
 *
 * @module
 */
import type { ComponentProps, ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import styles from './button.module.css';
import { join } from './class-names.ts';
import { Spinner } from './spinner.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly size?: 's' | 'm' | 'l';
  readonly icon?: LucideIcon;
  /** Shows that its work goes on, and takes no second click. */
  readonly busy?: boolean;
  /** As wide as what it stands in. */
  readonly wide?: boolean;
}

export function Button({
  kind = 'plain',
  size = 'm',
  icon: Icon,
  busy = false,
  wide = false,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={join(styles.button, className)}
      data-kind={kind}
      data-size={size}
      data-wide={wide || undefined}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : Icon !== undefined && <Icon aria-hidden size={size === 's' ? 15 : 17} />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** Its accessible name, and its tooltip. */
  readonly label: string;
  /** A button that stays down, such as "bold". */
  readonly pressed?: boolean;
  readonly size?: 's' | 'm';
  readonly kind?: 'quiet' | 'primary' | 'danger';
  /** A number at its corner. */
  readonly count?: number;
}

export function IconButton({
  icon: Icon,
  label,
  pressed,
  size = 'm',
  kind = 'quiet',
  count = 0,
  className,
  ...rest
}: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={count > 0 ? `${label} ${count > 99 ? '99+' : count}` : label}
      data-tip={label}
      aria-pressed={pressed}
      {...rest}
      className={join(styles.icon, className)}
      data-size={size}
      data-kind={kind}
    >
      <Icon aria-hidden size={size === 's' ? 17 : 20} strokeWidth={1.75} />
      {count > 0 && (
        <span className={styles.count} aria-hidden>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </button>
  );
}
