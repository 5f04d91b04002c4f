/**
 * Yes or no.
 *
 * @module
 */
import { useId } from 'react';
import type { ReactNode } from 'react';
import styles from './toggle.module.css';

export interface ToggleProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
}

/** Part of a form, or of a list of choices. */
export function Checkbox({ checked, onChange, label, hint, disabled = false }: ToggleProps): ReactNode {
  const id = useId();
  return (
    <label className={styles.row} data-disabled={disabled || undefined}>
      <input
        type="checkbox"
        className={styles.check}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : id}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <span className={styles.words}>
        {label}
        {hint !== undefined && (
          <span id={id} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** Takes effect at once. */
export function Switch({ checked, onChange, label, hint, disabled = false }: ToggleProps): ReactNode {
  const id = useId();
  return (
    <div className={styles.row} data-disabled={disabled || undefined}>
      <label htmlFor={id} className={styles.words}>
        <span id={`${id}-label`}>{label}</span>
        {hint !== undefined && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </label>
      <button
        type="button"
        id={id}
        role="switch"
        className={styles.switch}
        aria-checked={checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        disabled={disabled}
        onClick={() => {
          onChange(!checked);
        }}
      />
    </div>
  );
}
