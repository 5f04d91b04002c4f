/**
 * Logging in with name and password: at once, or with a second step where the account has one or needs one.
 *
 * @module
 */
import { Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import type { WebLogin } from '@posthorn/client/web';
import { codeOf, reasonOf } from '../model/error-words.ts';
import { part } from '../ui/part.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { logIn } from './session.ts';
import type { Session } from './session.ts';

const SecondStep = part(async () => (await import('../factors/second-step.tsx')).SecondStep);

interface Needed {
  readonly name: string;
  readonly password: string;
  /** Why the login was refused: which step it needs. */
  readonly reason: string;
}

export interface Entry {
  /** Logs in or registers. Resolves when a second step is asked for, too. Rejects with another refusal. */
  readonly enter: (login: WebLogin) => Promise<void>;
  /** The second step, to be shown instead of the form. Undefined: none is asked for. */
  readonly step: ReactNode | undefined;
}

export function useEntry(onSession: (session: Session) => void | Promise<void>): Entry {
  const [needed, setNeeded] = useState<Needed | undefined>(undefined);
  const enter = async (login: WebLogin): Promise<void> => {
    let session: Session;
    try {
      session = await logIn(login);
    } catch (error) {
      if (codeOf(error) !== 'SECOND_FACTOR_REQUIRED') throw error;
      const { name, password } = login;
      setNeeded({ name, password, reason: reasonOf(error) });
      return;
    }
    await onSession(session);
  };
  const step = needed && (
    <Suspense fallback={<Spinner page />}>
      <SecondStep
        {...needed}
        onSession={(session) => {
          void onSession(session); // It keeps what fails to itself.
        }}
        onBack={() => {
          setNeeded(undefined);
        }}
      />
    </Suspense>
  );
  return { enter, step };
}
