import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Link } from 'wouter';
import type { ServerInfo } from '../model/server-info.ts';
import { Button } from '../ui/button.tsx';
import { PasswordField, TextField } from '../ui/field.tsx';
import { useEntry } from './entry.tsx';
import { Providers } from './providers.tsx';
import type { Session } from './session.ts';
import { Refusal, useSubmit } from './use-submit.ts';
import { loginWords, signInWords } from './words.ts';
import styles from './welcome.module.css';

export interface FormProps {
  readonly info: ServerInfo;
  /** What the address of the other form has after its path. */
  readonly query: string;
  readonly onSession: (session: Session) => void;
}

export interface LoginFormProps extends FormProps {
  /** Where one goes then. */
  readonly next: string;
  /** The code with which the page has come back from a provider. */
  readonly refused: string | undefined;
}

export function LoginForm({ info, query, next, refused, onSession }: LoginFormProps): ReactNode {
  const { i18n } = useLingui();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { enter, step } = useEntry(onSession);
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    if (name.trim() === '' || password === '')
      throw new Refusal(i18n._('Enter your user name and your password.'));
    await enter({ name: name.trim(), password });
  }, loginWords);
  const refusal = error ?? (refused === undefined ? undefined : signInWords(refused, i18n));
  if (step !== undefined) return step;
  if (!info.hasPasswords) {
    return (
      <div className={styles.form}>
        <h1 className={styles.heading}>{i18n._('Log in')}</h1>
        <FormError text={refusal} />
        <Providers providers={info.providers} next={next} />
      </div>
    );
  }
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <h1 className={styles.heading}>{i18n._('Log in')}</h1>
      <DirectoryNote directories={info.directories} />
      <TextField
        label={i18n._('User name')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={name}
        onChange={setName}
      />
      <PasswordField
        label={i18n._('Password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <FormError text={refusal} />
      <Button type="submit" kind="primary" size="l" wide busy={isBusy}>
        {i18n._('Log in')}
      </Button>
      {info.providers.length > 0 && <p className={styles.or}>{i18n._('or')}</p>}
      <Providers providers={info.providers} next={next} />
      {mayRegister(info, query) && (
        <p className={styles.other}>
          {i18n._('No account yet?')} <Link href={`/register${query}`}>{i18n._('Create an account')}</Link>
        </p>
      )}
    </form>
  );
}

/** Whose password it is that somebody types, where it may be none of this server. */
function DirectoryNote({ directories }: { readonly directories: readonly string[] }): ReactNode {
  const { i18n } = useLingui();
  if (directories.length === 0) return undefined;
  const names = new Intl.ListFormat(i18n.locale, { type: 'disjunction' }).format(directories);
  return <p className={styles.lead}>{i18n._('You can use your password of {names}.', { names })}</p>;
}

/** Where only invited people register, an invite is what the address leads to. */
export function mayRegister(info: ServerInfo, query: string): boolean {
  if (!info.makesPasswords) return false;
  return info.registration === 'open' || (info.registration === 'invite' && inviteOf(query) !== undefined);
}

/** The token of an invite link, if that is where one goes after the login. */
export function inviteOf(query: string): string | undefined {
  return /^\?next=%2Fjoin%2F([\w-]+)/.exec(query)?.[1];
}

/** For whoever has an account. */
export function LoginLink({ query }: { readonly query: string }): ReactNode {
  const { i18n } = useLingui();
  return (
    <p className={styles.other}>
      {i18n._('You have an account?')} <Link href={`/login${query}`}>{i18n._('Log in')}</Link>
    </p>
  );
}

export function FormError({ text }: { readonly text: string | undefined }): ReactNode {
  if (text === undefined) return undefined;
  return (
    <p className={styles.error} role="alert">
      {text}
    </p>
  );
}
