/**
 * Fields of forms. Each has a label; a hint or an error below is read with it.
 *
 * @module
 */
import { useId, useState } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ChevronDown, Eye, EyeOff, Search, X } from 'lucide-react';
import { useTypedAhead } from './ahead.tsx';
import { IconButton } from './button.tsx';
import { join } from './class-names.ts';
import styles from './field.module.css';

interface FieldProps {
  readonly label: string;
  /** The label is for screen readers alone. */
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  /** Why the value is not taken. */
  readonly error?: string | undefined;
}

export interface TextFieldProps extends FieldProps, Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Stands at the end, inside the field. */
  readonly end?: ReactNode;
}

export function TextField({
  label,
  hideLabel,
  hint,
  error,
  value,
  onChange,
  end,
  className,
  ...rest
}: TextFieldProps): ReactNode {
  const { id, describedBy, wrap } = useField({ label, hideLabel, hint, error }, rest.id);
  return wrap(
    <span className={join(styles.box, className)} data-bad={error !== undefined || undefined}>
      <input
        autoComplete="off"
        dir="auto"
        {...rest}
        id={id}
        className={styles.input}
        value={value}
        aria-describedby={describedBy}
        aria-invalid={error !== undefined || undefined}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {end}
    </span>,
  );
}

/** A password, which can be shown. */
export function PasswordField(props: Omit<TextFieldProps, 'end' | 'type'>): ReactNode {
  const { i18n } = useLingui();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      spellCheck={false}
      autoCapitalize="none"
      {...props}
      dir="ltr"
      type={shown ? 'text' : 'password'}
      end={
        <IconButton
          size="s"
          icon={shown ? EyeOff : Eye}
          label={shown ? i18n._('Hide the password') : i18n._('Show the password')}
          onClick={() => {
            setShown(!shown);
          }}
        />
      }
    />
  );
}

export interface TextAreaProps extends FieldProps, Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  value,
  onChange,
  className,
  ...rest
}: TextAreaProps): ReactNode {
  const { id, describedBy, wrap } = useField({ label, hideLabel, hint, error }, rest.id);
  return wrap(
    <textarea
      rows={3}
      dir="auto"
      {...rest}
      id={id}
      className={join(styles.box, styles.area, className)}
      value={value}
      data-bad={error !== undefined || undefined}
      aria-describedby={describedBy}
      aria-invalid={error !== undefined || undefined}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />,
  );
}

export interface SelectProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly label: string; readonly disabled?: boolean }[];
  readonly disabled?: boolean;
}

export function Select<T extends string>({
  label,
  hideLabel,
  hint,
  error,
  value,
  onChange,
  options,
  disabled = false,
}: SelectProps<T>): ReactNode {
  const { id, describedBy, wrap } = useField({ label, hideLabel, hint, error });
  return wrap(
    <span className={styles.box} data-bad={error !== undefined || undefined}>
      <select
        id={id}
        className={join(styles.input, styles.select)}
        value={value}
        disabled={disabled}
        aria-describedby={describedBy}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown className={styles.arrow} aria-hidden size={16} />
    </span>,
  );
}

export interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SearchField({ label, value, onChange, className, ...rest }: SearchFieldProps): ReactNode {
  const { i18n } = useLingui();
  useTypedAhead(rest.autoFocus === true ? onChange : undefined);
  return (
    <span className={join(styles.box, styles.search, className)} role="search">
      <Search aria-hidden size={16} />
      <input
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        dir="auto"
        placeholder={label}
        {...rest}
        type="text"
        aria-label={label}
        className={styles.input}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {value !== '' && (
        <IconButton
          size="s"
          icon={X}
          label={i18n._('Clear')}
          onClick={() => {
            onChange('');
          }}
        />
      )}
    </span>
  );
}

function useField(
  {
    label,
    hideLabel = false,
    hint,
    error,
  }: { label: string; hideLabel: boolean | undefined; hint: ReactNode; error: string | undefined },
  ownId?: string,
): { id: string; describedBy: string | undefined; wrap: (control: ReactNode) => ReactNode } {
  const made = useId();
  const id = ownId ?? made;
  const below = error ?? hint;
  const hasBelow = below !== undefined && below !== '';
  return {
    id,
    describedBy: hasBelow ? `${id}-below` : undefined,
    wrap: (control) => (
      <div className={styles.field}>
        <label htmlFor={id} className={hideLabel ? styles.hidden : styles.label}>
          {label}
        </label>
        {control}
        {hasBelow && (
          <div
            id={`${id}-below`}
            className={error === undefined ? styles.hint : styles.error}
            role={error === undefined ? undefined : 'alert'}
          >
            {below}
          </div>
        )}
      </div>
    ),
  };
}
