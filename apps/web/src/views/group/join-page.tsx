/** Where an invite link leads: `/join/TOKEN`. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Ticket } from 'lucide-react';
import { useEngine, useStatus } from '@posthorn/react';
import { codeOf, errorWords, reasonWords } from '../../model/error-words.ts';
import { newId } from '../../model/ids.ts';
import { Button } from '../../ui/button.tsx';
import { useGo } from '../frame/go.ts';
import styles from './group.module.css';

export interface JoinPageProps {
  readonly token: string;
}

export function JoinPage({ token }: JoinPageProps): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const go = useGo();
  const { connection } = useStatus();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [clientId] = useState(newId);
  const join = (): void => {
    setBusy(true);
    setError(undefined);
    engine.call('joinByInvite', { token, clientId }).then(
      ({ id }) => go.chat(id),
      (cause: unknown) => {
        setBusy(false);
        setError(cause);
      },
    );
  };
  const refusal =
    error === undefined
      ? undefined
      : codeOf(error) === 'NOT_FOUND'
        ? i18n._('This invite does not work any more. Ask for a new one.')
        : codeOf(error) === 'FORBIDDEN' && reasonWords(i18n, error) === undefined
          ? i18n._('This group does not let you in.')
          : errorWords(i18n, error);
  return (
    <main className={styles.join}>
      <div className={styles.card}>
        <span className={styles.emblem}>
          <Ticket aria-hidden size={30} strokeWidth={1.5} />
        </span>
        <h1>{i18n._('You are invited to a group')}</h1>
        {refusal === undefined ? (
          <p>{i18n._('You see what is said from now on. The others see that you have joined.')}</p>
        ) : (
          <p role="alert">{refusal}</p>
        )}
        <div className={styles.buttons}>
          <Button onClick={go.home}>{i18n._('Not now')}</Button>
          <Button kind="primary" busy={isBusy} disabled={connection !== 'online'} onClick={join}>
            {i18n._('Join the group')}
          </Button>
        </div>
      </div>
    </main>
  );
}
