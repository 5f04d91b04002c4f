/**
 * The first visit of a new server: its name, who may register, and the account that administers it.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Button } from '../ui/button.tsx';
import { PasswordField, Select, TextField } from '../ui/field.tsx';
import { toast } from '../ui/toast.tsx';
import { useEntry } from './entry.tsx';
import { FormError, LoginLink } from './login-form.tsx';
import type { FormProps } from './login-form.tsx';
import { useNewAccount } from './new-account.tsx';
import { askServer, setUpServer } from './server.ts';
import { Refusal, useSubmit } from './use-submit.ts';
import styles from './welcome.module.css';
import { accountWords } from './words.ts';

export function SetupForm({ info, query, onSession }: FormProps): ReactNode {
  const { i18n } = useLingui();
  const { account, check, fields } = useNewAccount(info.limits);
  const [serverName, setServerName] = useState(info.name);
  const [registration, setRegistration] = useState<'open' | 'invite' | 'closed'>('open');
  const [secret, setSecret] = useState('');
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    if (info.needsBootstrapSecret && secret === '') throw new Refusal(i18n._('Enter the bootstrap secret.'));
    if (!check()) return;
    const bootstrap = info.needsBootstrapSecret ? { bootstrapSecret: secret } : {};
    await enter({ ...account, ...bootstrap, register: true });
  });
  const { enter, step } = useEntry(async (session) => {
    try {
      await setUpServer({ name: serverName.trim(), registration });
    } catch (failure) {
      // The account is there; the rest can be set later.
      toast(accountWords(failure, i18n), { kind: 'error', stays: true });
    }
    await askServer(true);
    onSession(session);
  });
  if (step !== undefined) return step;
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <h1 className={styles.heading}>{i18n._('Set up your server')}</h1>
      <p className={styles.lead}>
        {i18n._('Nobody has an account here yet. The first one administers the server.')}
      </p>
      {info.needsBootstrapSecret && (
        <PasswordField
          label={i18n._('Bootstrap secret')}
          hint={i18n._('The server has printed it at its first start.')}
          autoComplete="off"
          value={secret}
          onChange={setSecret}
        />
      )}
      {fields}
      <TextField label={i18n._('Server name')} value={serverName} onChange={setServerName} maxLength={60} />
      <Select
        label={i18n._('Who may create an account?')}
        value={registration}
        onChange={setRegistration}
        options={[
          { value: 'open', label: i18n._('Everybody who reaches the server') },
          { value: 'invite', label: i18n._('Whoever has an invite to a group') },
          { value: 'closed', label: i18n._('Only administrators') },
        ]}
      />
      <FormError text={error} />
      <Button type="submit" kind="primary" size="l" wide busy={isBusy}>
        {i18n._('Create account')}
      </Button>
      <LoginLink query={query} />
    </form>
  );
}
