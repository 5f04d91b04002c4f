/**
 * The field for a code of an authenticator app.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { TextField } from '../ui/field.tsx';
import type { TextFieldProps } from '../ui/field.tsx';

export function CodeField(
  props: Pick<TextFieldProps, 'label' | 'value' | 'onChange' | 'autoFocus'>,
): ReactNode {
  return (
    <TextField
      {...props}
      name="code"
      dir="ltr"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      maxLength={9}
      enterKeyHint="go"
    />
  );
}
