/**
 * Whether somebody is logged in: then the frame with their engine, else the login.
 *
 * @module
 */
import { Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { EngineProvider, useStatus } from '@posthorn/react';
import { isOutdated } from '@posthorn/client/engine';
import type { Engine, PlainError } from '@posthorn/client/engine';
import { takeUpdate } from '../push/service-worker.ts';
import { PageAlerts } from '../push/page-alerts.tsx';
import { accountOf } from '../engine/account.ts';
import { ComposerMemory } from '../views/composer/memory.tsx';
import { Frame } from '../views/frame/frame.tsx';
import { SERVER_URL } from '../views/frame/root.ts';
import { ErrorState } from '../ui/states.tsx';
import { Spinner } from '../ui/spinner.tsx';

import { currentSession, forgetSession, onSessionElsewhere, rememberedSession, takeBack } from './session.ts';
import type { Session } from './session.ts';
import { part } from '../ui/part.tsx';

/** Opens the engine of a session. What it has on the device is shown at once. */
export type OpenEngine = (session: Session) => Engine | Promise<Engine>;

const Welcome = part(async () => (await import('./welcome.tsx')).Welcome);
const Replaced = part(async () => (await import('./replaced.tsx')).Replaced);

// The engine that was shown last, while it lets go of what it holds.
let closing: Promise<unknown> = Promise.resolve();

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'out'; readonly expired: boolean }
  /** The session goes on, but another device has the place of this one. */
  | { readonly kind: 'replaced'; readonly session: Session }
  | { readonly kind: 'in'; readonly session: Session };

export interface GateProps {
  readonly open: OpenEngine;
  /** Undefined: who is logged in is found out. */
  readonly session?: Session | undefined;
}

export function Gate({ open, session: given }: GateProps): ReactNode {
  const [state, setState] = useGate(given);
  if (state.kind === 'asking') return <Spinner page />;
  if (state.kind === 'out') {
    return (
      <Suspense>
        <Welcome
          expired={state.expired}
          onSession={(session) => {
            setState({ kind: 'in', session });
          }}
        />
      </Suspense>
    );
  }
  const { session } = state;
  if (state.kind === 'replaced') {
    return (
      <Suspense>
        <Replaced
          onTakeBack={() => {
            takeBack(session);
            setState({ kind: 'in', session });
          }}
        />
      </Suspense>
    );
  }
  return (
    <Opened
      key={session.session}
      open={open}
      session={session}
      onSignedOut={(error) => {
        if (error?.code === 'REPLACED') return setState({ kind: 'replaced', session });
        forgetSession();
        void import('../push/push.ts').then(({ forgetPush }) => forgetPush()).catch(() => undefined);
        setState({ kind: 'out', expired: error !== undefined });
      }}
    />
  );
}

/** Who is logged in, as this tab or another one has found out. */
function useGate(given: Session | undefined): readonly [State, (state: State) => void] {
  const [state, setState] = useState<State>(() => start(given ?? rememberedSession()));
  useEffect(
    () =>
      onSessionElsewhere((session) => {
        setState((now) => {
          if (session === undefined) return { kind: 'out', expired: false };
          const isSame = now.kind === 'in' && now.session.session === session.session;
          return isSame ? now : { kind: 'in', session };
        });
      }),
    [],
  );
  useEffect(() => {
    if (state.kind !== 'asking') return;
    // Nothing is remembered here, but the cookie may be: storage was cleared, or this is another address of the server.
    currentSession().then(
      (session) => {
        setState(session === undefined ? { kind: 'out', expired: false } : { kind: 'in', session });
      },
      () => {
        setState({ kind: 'out', expired: false });
      },
    );
  }, [state.kind]);
  return [state, setState];
}

function Opened({
  open,
  session,
  onSignedOut,
}: {
  readonly open: OpenEngine;
  readonly session: Session;
  readonly onSignedOut: SignedOutProps['onSignedOut'];
}): ReactNode {
  const { i18n } = useLingui();
  const [opened, setOpened] = useState<{ readonly engine?: Engine; readonly error?: unknown }>({});
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isGone = false;
    // One at a time has the data of a user.
    const opening = closing.then(async () => open(session));
    opening.then(
      (engine) => {
        if (!isGone) setOpened({ engine });
      },
      (error: unknown) => {
        if (!isGone) setOpened({ error });
      },
    );
    return () => {
      isGone = true;
      closing = opening.then(async (engine) => engine.close()).catch(() => {});
    };
  }, [open, session, tries]);
  const { engine, error } = opened;
  if (isOutdated(error)) {
    return (
      <ErrorState
        title={i18n._('A new version is ready.')}
        text={i18n._('It is open in another tab.')}
        onRetry={() => void takeUpdate()}
      />
    );
  }
  if (error !== undefined) {
    return (
      <ErrorState
        title={i18n._('The page cannot be opened')}
        text={i18n._('The browser gives it no place to keep messages. A private window may be the reason.')}
        onRetry={() => {
          setOpened({});
          setTries(tries + 1);
        }}
      />
    );
  }
  if (engine === undefined) return <Spinner page />;
  return (
    <EngineProvider engine={engine}>
      <SignedOut onSignedOut={onSignedOut} />
      <PageAlerts />
      <Account user={session.user} />
    </EngineProvider>
  );
}

function Account({ user }: { readonly user: number }): ReactNode {
  return (
    <ComposerMemory account={accountOf({ user, server: SERVER_URL })}>
      <Frame />
    </ComposerMemory>
  );
}

interface SignedOutProps {
  /** Without an error the user has wanted it. */
  readonly onSignedOut: (error: PlainError | undefined) => void;
}

/** Tells when the session is over, here or in another tab. */
function SignedOut({ onSignedOut }: SignedOutProps): ReactNode {
  const { connection, error } = useStatus();
  useEffect(() => {
    if (connection === 'signed-out') onSignedOut(error);
  }, [connection]);
  return undefined;
}

function start(session: Session | undefined): State {
  return session === undefined ? { kind: 'asking' } : { kind: 'in', session };
}
