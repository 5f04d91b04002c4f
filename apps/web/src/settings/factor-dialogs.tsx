/**
 * What is done with second factors: each asks for the password first, as whoever sits at an open page may be somebody else.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Factor } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { FormError } from '../account/login-form.tsx';
import { useSubmit } from '../account/use-submit.ts';
import { AppOffer } from '../factors/app-offer.tsx';
import type { Offer } from '../factors/app-offer.tsx';
import { makePasskey } from '../factors/passkeys.ts';
import { RecoveryCodes } from '../factors/recovery-codes.tsx';
import { factorWords } from '../factors/words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { PasswordField, TextField } from '../ui/field.tsx';
import styles from './settings.module.css';

export type Purpose =
  | { readonly kind: 'app' | 'passkey' | 'codes' }
  | { readonly kind: 'rename' | 'remove'; readonly factor: Factor };

interface DialogProps {
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

export function FactorDialog({ purpose, ...props }: DialogProps & { readonly purpose: Purpose }): ReactNode {
  switch (purpose.kind) {
    case 'app':
      return <AddApp {...props} />;
    case 'passkey':
      return <AddPasskey {...props} />;
    case 'codes':
      return <RenewCodes {...props} />;
    case 'rename':
      return <Rename factor={purpose.factor} {...props} />;
    case 'remove':
      return <Remove factor={purpose.factor} {...props} />;
  }
}

/** A form in a dialog with one button, which sends it. */
function FormDialog({
  title,
  action,
  danger = false,
  onClose,
  submit,
  children,
}: {
  readonly title: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly onClose: () => void;
  readonly submit: ReturnType<typeof useSubmit>;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Dialog open size="s" title={title} onClose={onClose}>
      <form className={styles.form} onSubmit={submit.onSubmit} noValidate>
        {children}
        <FormError text={submit.error} />
        <Button type="submit" kind={danger ? 'danger' : 'primary'} wide busy={submit.isBusy}>
          {action}
        </Button>
      </form>
    </Dialog>
  );
}

function OwnPassword({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <PasswordField
      label={i18n._('Your password')}
      autoComplete="current-password"
      value={value}
      onChange={onChange}
    />
  );
}

function Codes({
  codes,
  onClose,
}: {
  readonly codes: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <Dialog
      open
      size="s"
      title={i18n._('Recovery codes')}
      onClose={onClose}
      footer={
        <Button kind="primary" onClick={onClose}>
          {i18n._('I have kept them')}
        </Button>
      }
    >
      <div className={styles.form}>
        <RecoveryCodes codes={codes} />
      </div>
    </Dialog>
  );
}

/** What follows once a factor was added: the recovery codes that the first one brings, and else nothing. */
function useAdded({ onChanged, onClose }: DialogProps): {
  readonly added: (answer: { readonly codes: readonly string[] }) => void;
  /** To be shown in the place of the form. */
  readonly codes: ReactNode | undefined;
} {
  const [codes, setCodes] = useState<readonly string[]>([]);
  return {
    added(answer) {
      onChanged();
      if (answer.codes.length === 0) onClose();
      else setCodes(answer.codes);
    },
    codes: codes.length > 0 ? <Codes codes={codes} onClose={onClose} /> : undefined,
  };
}

function AddApp(props: DialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [offer, setOffer] = useState<Offer | undefined>(undefined);
  const { added, codes } = useAdded(props);
  const submit = useSubmit(async () => {
    if (offer === undefined) return setOffer(await engine.call('beginFactor', { kind: 'totp', password }));
    added(await engine.call('confirmFactor', { code, name: i18n._('Authenticator app') }));
  }, factorWords);
  if (codes !== undefined) return codes;
  return (
    <FormDialog
      title={i18n._('Add an authenticator app')}
      action={offer === undefined ? i18n._('Go on') : i18n._('Add')}
      onClose={props.onClose}
      submit={submit}
    >
      {offer === undefined ? (
        <OwnPassword value={password} onChange={setPassword} />
      ) : (
        <AppOffer offer={offer} code={code} onCode={setCode} />
      )}
    </FormDialog>
  );
}

function AddPasskey(props: DialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [password, setPassword] = useState('');
  const [name, setName] = useState('');
  const { added, codes } = useAdded(props);
  const submit = useSubmit(async () => {
    const asked = { kind: 'passkey', password, origin: location.origin } as const;
    const { options } = await engine.call('beginFactor', asked);
    const passkey = await makePasskey(options);
    added(await engine.call('confirmFactor', { passkey, name: name.trim() || i18n._('Passkey') }));
  }, factorWords);
  if (codes !== undefined) return codes;
  return (
    <FormDialog
      title={i18n._('Add a passkey')}
      action={i18n._('Go on')}
      onClose={props.onClose}
      submit={submit}
    >
      <TextField
        label={i18n._('What is it called?')}
        placeholder={i18n._('Passkey')}
        value={name}
        onChange={setName}
        maxLength={100}
      />
      <OwnPassword value={password} onChange={setPassword} />
    </FormDialog>
  );
}

function RenewCodes({ onChanged, onClose }: DialogProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [password, setPassword] = useState('');
  const [codes, setCodes] = useState<readonly string[]>([]);
  const submit = useSubmit(async () => {
    setCodes((await engine.call('renewRecoveryCodes', { password })).codes);
    onChanged();
  }, factorWords);
  if (codes.length > 0) return <Codes codes={codes} onClose={onClose} />;
  return (
    <FormDialog
      title={i18n._('New recovery codes')}
      action={i18n._('Make new ones')}
      onClose={onClose}
      submit={submit}
    >
      <p>{i18n._('Those that you have are not good any more then.')}</p>
      <OwnPassword value={password} onChange={setPassword} />
    </FormDialog>
  );
}

function Rename({ factor, onChanged, onClose }: DialogProps & { readonly factor: Factor }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [name, setName] = useState(factor.name);
  const submit = useSubmit(async () => {
    await engine.call('renameFactor', { factor: factor.id, name });
    onChanged();
    onClose();
  }, factorWords);
  return (
    <FormDialog title={i18n._('Rename')} action={i18n._('Save')} onClose={onClose} submit={submit}>
      <TextField label={i18n._('What is it called?')} value={name} onChange={setName} maxLength={100} />
    </FormDialog>
  );
}

function Remove({ factor, onChanged, onClose }: DialogProps & { readonly factor: Factor }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [password, setPassword] = useState('');
  const submit = useSubmit(async () => {
    await engine.call('removeFactor', { factor: factor.id, password });
    onChanged();
    onClose();
  }, factorWords);
  return (
    <FormDialog
      title={i18n._('Remove {name}?', { name: factor.name })}
      action={i18n._('Remove')}
      danger
      onClose={onClose}
      submit={submit}
    >
      <p>{i18n._('You cannot log in with it any more. With the last one the recovery codes end.')}</p>
      <OwnPassword value={password} onChange={setPassword} />
    </FormDialog>
  );
}
