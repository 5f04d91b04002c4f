/**
 * The fields of a new account, which the registration and the set-up share.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { passwordHint } from '../model/password.ts';
import type { PasswordHint } from '../model/password.ts';
import { PasswordField, TextField } from '../ui/field.tsx';
import { Refusal } from './use-submit.ts';
import styles from './welcome.module.css';

export interface NewAccount {
  readonly name: string;
  readonly displayName: string;
  readonly password: string;
}

export interface NewAccountFields {
  readonly account: NewAccount;
  /** Throws a Refusal when something is missing. */
  readonly check: () => void;
  readonly fields: ReactNode;
}

const DEFAULT_MIN_CHARS = 8;

export function useNewAccount(limits: Readonly<Record<string, number>>): NewAccountFields {
  const { i18n } = useLingui();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const minChars = limits['passwordChars'] ?? DEFAULT_MIN_CHARS;
  const hint = passwordHint(password, name, minChars);
  const account = { name: name.trim(), displayName: displayName.trim(), password };
  const fields = (
    <>
      <TextField
        label={i18n._('User name')}
        hint={i18n._('Others find you by it. It stays as it is.')}
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
      <PasswordField
        label={i18n._('Password')}
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint={<Strength hint={hint} words={hintWords(hint, minChars, i18n)} />}
      />
    </>
  );
  const check = (): void => {
    if (account.name === '') throw new Refusal(i18n._('Choose a user name.'));
    if (hint === 'empty' || hint === 'too-short' || hint === 'is-name')
      throw new Refusal(hintWords(hint, minChars, i18n));
  };
  return { account, check, fields };
}

export function Strength({
  hint,
  words,
}: {
  readonly hint: PasswordHint;
  readonly words: string;
}): ReactNode {
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

export function hintWords(hint: PasswordHint, minChars: number, i18n: I18n): string {
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
