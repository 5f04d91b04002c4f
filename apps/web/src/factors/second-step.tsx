/**
 * The second step of a login: a code, a passkey, or a recovery code. Whoever must have one and has none adds it here.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Fingerprint } from 'lucide-react';
import { webSessions } from '@posthorn/client/web';
import { FormError } from '../account/login-form.tsx';
import { logIn } from '../account/session.ts';
import { Refusal, useSubmit } from '../account/use-submit.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { SERVER_URL } from '../views/frame/root.ts';
import { BackButton } from './step.tsx';
import type { Step } from './step.tsx';
import { CodeField } from './code-field.tsx';
import { FirstFactor } from './first-factor.tsx';
import { askPasskey, hasPasskeys } from './passkeys.ts';
import { stepWords } from './words.ts';
import styles from './factors.module.css';

export interface SecondStepProps extends Step {
  /** Why the login was refused. */
  readonly reason: string;
}

export function SecondStep({ reason, ...step }: SecondStepProps): ReactNode {
  return reason === 'factor-missing' ? <FirstFactor {...step} /> : <Factor {...step} reason={reason} />;
}

/** The account has a factor. */
function Factor({ name, password, reason, onSession, onBack }: SecondStepProps): ReactNode {
  const { i18n } = useLingui();
  const canSign = reason !== 'factor-code' && hasPasskeys();
  const [isRecovery, setRecovery] = useState(reason === 'factor-passkey' && !canSign);
  const [code, setCode] = useState('');
  const typed = useSubmit(async () => {
    if (code.trim() === '') throw new Refusal(i18n._('Enter the code.'));
    onSession(await logIn({ name, password, secondFactor: code }));
  }, stepWords);
  const signed = useSubmit(async () => {
    const asked = { name, password, origin: location.origin };
    const { options } = await webSessions(SERVER_URL).post('/v1/login/passkey', asked);
    onSession(await logIn({ name, password, passkey: await askPasskey(String(options)) }));
  }, stepWords);
  const isTyped = isRecovery || reason !== 'factor-passkey';
  return (
    <form className={styles.form} onSubmit={typed.onSubmit} noValidate>
      <h1 className={styles.heading}>{i18n._('Second step')}</h1>
      {isTyped && <TypedField isRecovery={isRecovery} value={code} onChange={setCode} />}
      <FormError text={typed.error ?? signed.error} />
      {isTyped && (
        <Button type="submit" kind="primary" size="l" wide busy={typed.isBusy}>
          {i18n._('Log in')}
        </Button>
      )}
      {canSign && (
        <Button
          kind={isTyped ? 'plain' : 'primary'}
          size="l"
          wide
          icon={Fingerprint}
          busy={signed.isBusy}
          onClick={signed.onSubmit}
        >
          {i18n._('Use a passkey')}
        </Button>
      )}
      {!isRecovery && (
        <Button
          kind="quiet"
          wide
          onClick={() => {
            setRecovery(true);
            setCode('');
          }}
        >
          {i18n._('Use a recovery code')}
        </Button>
      )}
      <BackButton onBack={onBack} />
    </form>
  );
}

function TypedField({
  isRecovery,
  value,
  onChange,
}: {
  readonly isRecovery: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { i18n } = useLingui();
  if (!isRecovery)
    return (
      <CodeField
        label={i18n._('The code of your authenticator app')}
        autoFocus
        value={value}
        onChange={onChange}
      />
    );
  return (
    <TextField
      label={i18n._('Recovery code')}
      dir="ltr"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      value={value}
      onChange={onChange}
    />
  );
}
