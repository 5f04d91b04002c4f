/**
 * A login of somebody who must have a second factor and has none: they add it here.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Fingerprint, Smartphone } from 'lucide-react';
import { webSessions } from '@posthorn/client/web';
import { FormError } from '../account/login-form.tsx';
import { logIn } from '../account/session.ts';
import type { Session } from '../account/session.ts';
import { Refusal, useSubmit } from '../account/use-submit.ts';
import { Button } from '../ui/button.tsx';
import { SERVER_URL } from '../views/frame/root.ts';
import { AppOffer } from './app-offer.tsx';
import type { Offer } from './app-offer.tsx';
import { hasPasskeys, makePasskey } from './passkeys.ts';
import { RecoveryCodes } from './recovery-codes.tsx';
import { BackButton } from './step.tsx';
import type { Step } from './step.tsx';
import { stepWords } from './words.ts';
import styles from './factors.module.css';

type Stage =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'app'; readonly offer: Offer }
  | { readonly kind: 'done'; readonly session: Session; readonly codes: readonly string[] };

/** What shows that the factor works. */
type Shown = { readonly secondFactor: string } | { readonly passkey: string };

export function FirstFactor({ name, password, onSession, onBack }: Step): ReactNode {
  const [stage, setStage] = useState<Stage>({ kind: 'choosing' });
  const finish = async (shown: Shown): Promise<void> => {
    const session = await logIn({ name, password, ...shown });
    // Without them one is logged in all the same; the settings have them too.
    const renewed = await post('/v1/me/factors/recovery-codes', { password }).catch(() => undefined);
    if (renewed === undefined) onSession(session);
    else setStage({ kind: 'done', session, codes: renewed['codes'] as readonly string[] });
  };
  switch (stage.kind) {
    case 'choosing':
      return (
        <Choice
          name={name}
          password={password}
          onBack={onBack}
          onOffer={(offer) => {
            setStage({ kind: 'app', offer });
          }}
          onShown={finish}
        />
      );
    case 'app':
      return (
        <App
          offer={stage.offer}
          onShown={finish}
          onBack={() => {
            setStage({ kind: 'choosing' });
          }}
        />
      );
    case 'done':
      return (
        <Kept
          codes={stage.codes}
          onKept={() => {
            onSession(stage.session);
          }}
        />
      );
  }
}

async function post(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  return webSessions(SERVER_URL).post(path, body);
}

interface ChoiceProps extends Omit<Step, 'onSession'> {
  readonly onOffer: (offer: Offer) => void;
  readonly onShown: (shown: Shown) => Promise<void>;
}

function Choice({ name, password, onBack, onOffer, onShown }: ChoiceProps): ReactNode {
  const { i18n } = useLingui();
  const app = useSubmit(async () => {
    const { secret, uri } = await post('/v1/login/factor', { name, password, kind: 'totp' });
    onOffer({ secret: String(secret), uri: String(uri) });
  }, stepWords);
  const passkey = useSubmit(async () => {
    const asked = { name, password, kind: 'passkey', origin: location.origin };
    const { options } = await post('/v1/login/factor', asked);
    await onShown({ passkey: await makePasskey(String(options)) });
  }, stepWords);
  return (
    <div className={styles.form}>
      <h1 className={styles.heading}>{i18n._('Add a second step')}</h1>
      <p className={styles.text}>
        {i18n._(
          'This server wants more than a password of you. Choose what you have with you when you log in.',
        )}
      </p>
      <FormError text={app.error ?? passkey.error} />
      <Button size="l" wide icon={Smartphone} busy={app.isBusy} onClick={app.onSubmit}>
        {i18n._('Authenticator app')}
      </Button>
      {hasPasskeys() && (
        <Button size="l" wide icon={Fingerprint} busy={passkey.isBusy} onClick={passkey.onSubmit}>
          {i18n._('Passkey')}
        </Button>
      )}
      <BackButton onBack={onBack} />
    </div>
  );
}

function App({
  offer,
  onShown,
  onBack,
}: Pick<ChoiceProps, 'onShown' | 'onBack'> & { readonly offer: Offer }): ReactNode {
  const { i18n } = useLingui();
  const [code, setCode] = useState('');
  const { onSubmit, error, isBusy } = useSubmit(async () => {
    if (code.trim() === '') throw new Refusal(i18n._('Enter the code.'));
    await onShown({ secondFactor: code });
  }, stepWords);
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      <h1 className={styles.heading}>{i18n._('Authenticator app')}</h1>
      <AppOffer offer={offer} code={code} onCode={setCode} />
      <FormError text={error} />
      <Button type="submit" kind="primary" size="l" wide busy={isBusy}>
        {i18n._('Log in')}
      </Button>
      <BackButton onBack={onBack} />
    </form>
  );
}

function Kept({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  return (
    <div className={styles.form}>
      <h1 className={styles.heading}>{i18n._('Recovery codes')}</h1>
      <RecoveryCodes codes={codes} />
      <Button kind="primary" size="l" wide onClick={onKept}>
        {i18n._('I have kept them')}
      </Button>
    </div>
  );
}
