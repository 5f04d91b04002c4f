/**
 * One of a few choices, all in sight.
 *
 * @module
 */
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import styles from './radio.module.css';

export interface RadioGroupProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: string; readonly icon?: LucideIcon }[];
}

export function RadioGroup<T extends string>({
  label,
  value,
  onChange,
  options,
}: RadioGroupProps<T>): ReactNode {
  const name = useId();
  return (
    <div className={styles.group} role="radiogroup" aria-label={label}>
      {options.map(({ value: own, label: words, icon: Icon }) => (
        <label key={own} className={styles.option} data-chosen={own === value || undefined}>
          <input
            type="radio"
            className={styles.input}
            name={name}
            value={own}
            checked={own === value}
            onChange={() => {
              onChange(own);
            }}
          />
          {Icon !== undefined && <Icon aria-hidden size={16} />}
          {words}
        </label>
      ))}
    </div>
  );
}
