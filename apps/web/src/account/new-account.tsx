/**
 * The fields of a new account, which the registration and the set-up share.
 *
 * @module
 */
import { useRef, useState } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { passwordHint } from '../model/password.ts';
import type { PasswordHint } from '../model/password.ts';
import { PasswordField, TextField } from '../ui/field.tsx';
import styles from './welcome.module.css';

export interface NewAccount {
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
}

export interface NewAccountFields {
  readonly account: NewAccount;
  /** False: a field is not filled in as it has to be; it is marked, and has the focus. */
  readonly check: () => boolean;
  readonly fields: ReactNode;
}

const DEFAULT_MIN_CHARS = 8;

export function useNewAccount(limits: Readonly<Record<string, number>>): NewAccountFields {
  const { i18n } = useLingui();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const minChars = limits['passwordChars'] ?? DEFAULT_MIN_CHARS;
  const hint = passwordHint(password, name, minChars);
  const isNameMissing = name.trim() === '';
  const account = { name: name.trim(), displayName: displayName.trim(), password };
  const fields = (
    <>
      <TextField
        label={i18n._('User name')}
        ref={nameField}
        hint={i18n._('Others find you by it. It stays as it is.')}
        error={isChecked && isNameMissing ? i18n._('Choose a user name.') : undefined}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={name}
        onChange={setName}
      />
      <TextField
        label={i18n._('Display name')}
        name="name"
        autoComplete="name"
        placeholder={name}
        value={displayName}
        onChange={setDisplayName}
      />
      <NewPasswordField
        label={i18n._('Password')}
        name="password"
        value={password}
        onChange={setPassword}
        ref={passwordField}
        strength={hint}
        minChars={minChars}
        isChecked={isChecked}
      />
    </>
  );
  const check = (): boolean => {
    setChecked(true);
    const wrong = isNameMissing ? nameField : isRefused(hint) ? passwordField : undefined;
    wrong?.current?.focus();
    return wrong === undefined;
  };
  return { account, check, fields };
}

/** Whether the server does not take such a password. */
export function isRefused(hint: PasswordHint): boolean {
  return hint === 'empty' || hint === 'too-short' || hint === 'is-name';
}

interface NewPasswordProps extends Omit<ComponentProps<typeof PasswordField>, 'hint' | 'error'> {
  readonly strength: PasswordHint;
  readonly minChars: number;
  /** The form was sent: what is not taken is an error. */
  readonly isChecked: boolean;
}

export function NewPasswordField({ strength, minChars, isChecked, ...field }: NewPasswordProps): ReactNode {
  const { i18n } = useLingui();
  const words = hintWords(strength, minChars, i18n);
  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      hint={<Strength hint={strength} words={words} />}
      error={isChecked && isRefused(strength) ? words : undefined}
    />
  );
}

function Strength({ hint, words }: { readonly hint: PasswordHint; readonly words: string }): ReactNode {
  const level = { empty: 0, 'too-short': 1, 'is-name': 1, weak: 1, fair: 2, strong: 3 }[hint];
  return (
    <>
      <span className={styles.strength} data-level={level} aria-hidden>
        <i />
        <i />
        <i />
      </span>
      {words}
    </>
  );
}

function hintWords(hint: PasswordHint, minChars: number, i18n: I18n): string {
  switch (hint) {
    case 'empty':
    case 'too-short':
      return i18n._('At least {minChars} characters.', { minChars });
    case 'is-name':
      return i18n._('The password must not be the user name.');
    case 'weak':
      return i18n._('Easy to guess. A few words in a row are better.');
    case 'fair':
      return i18n._('Good.');
    case 'strong':
      return i18n._('Strong.');
  }
}
