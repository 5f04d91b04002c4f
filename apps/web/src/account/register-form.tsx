import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { UserRoundX } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useEntry } from './entry.tsx';
import { FormError, inviteOf, LoginLink, mayRegister } from './login-form.tsx';
import type { FormProps } from './login-form.tsx';
import { useNewAccount } from './new-account.tsx';
import { useSubmit } from './use-submit.ts';
import styles from './welcome.module.css';

export function RegisterForm({ info, query, onSession }: FormProps): ReactNode {
  const { i18n } = useLingui();
  const { account, check, fields } = useNewAccount(info.limits);
  const invite = inviteOf(query);
  const { enter, step } = useEntry(onSession);
  const { isBusy, error, onSubmit } = useSubmit(async () => {
    if (!check()) return;
    await enter({ ...account, register: true, ...(invite === undefined ? {} : { invite }) });
  });
  if (step !== undefined) return step;
  if (!mayRegister(info, query)) {
    return (
      <EmptyState
        icon={UserRoundX}
        title={i18n._('No new accounts')}
        text={
          info.registration === 'invite'
            ? i18n._('Open the link of an invite to create an account.')
            : i18n._('On this server an administrator creates the accounts.')
        }
        action={<LoginLink query={query} />}
      />
    );
  }
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <h1 className={styles.heading}>{i18n._('Create an account')}</h1>
      {fields}
      <FormError text={error} />
      <Button type="submit" kind="primary" size="l" wide busy={isBusy}>
        {i18n._('Create account')}
      </Button>
      <LoginLink query={query} />
    </form>
  );
}
