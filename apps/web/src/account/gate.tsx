/**
 * Whether somebody is logged in: then the frame with their engine, else the login.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { EngineProvider, useStatus } from '@posthorn/react';
import type { Engine } from '@posthorn/client/engine';
import { PageAlerts } from '../push/page-alerts.tsx';
import { forgetPush } from '../push/push.ts';
import { Frame } from '../views/frame/frame.tsx';
import { useRoute } from '../views/frame/go.ts';
import { Spinner } from '../ui/spinner.tsx';
import { Welcome } from './welcome.tsx';
import { currentSession, forgetSession, onSessionElsewhere, rememberedSession } from './session.ts';
import type { Session } from './session.ts';

/** Opens the engine of a session. What it has on the device is shown at once. */
export type OpenEngine = (session: Session) => Engine | Promise<Engine>;

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'out'; readonly expired: boolean }
  | { readonly kind: 'in'; readonly session: Session };

export function Gate({ open }: { readonly open: OpenEngine }): ReactNode {
  const [state, setState] = useState<State>(start);
  useEffect(
    () =>
      onSessionElsewhere((session) => {
        setState(session === undefined ? { kind: 'out', expired: false } : { kind: 'in', session });
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
  if (state.kind === 'asking') return <Spinner page />;
  if (state.kind === 'out') {
    return (
      <Welcome
        expired={state.expired}
        onSession={(session) => {
          setState({ kind: 'in', session });
        }}
      />
    );
  }
  return (
    <Opened
      key={state.session.session}
      open={open}
      session={state.session}
      onSignedOut={(expired) => {
        forgetSession();
        void forgetPush(); // It never rejects.
        setState({ kind: 'out', expired });
      }}
    />
  );
}

function Opened({
  open,
  session,
  onSignedOut,
}: {
  readonly open: OpenEngine;
  readonly session: Session;
  readonly onSignedOut: (expired: boolean) => void;
}): ReactNode {
  const [engine, setEngine] = useState<Engine | undefined>(undefined);
  useEffect(() => {
    let isGone = false;
    const opening = Promise.resolve(open(session));
    void opening.then((opened) => {
      if (!isGone) setEngine(opened);
    });
    return () => {
      isGone = true;
      void opening.then(async (opened) => opened.close());
    };
  }, [open, session]);
  if (engine === undefined) return <Spinner page />;
  return (
    <EngineProvider engine={engine}>
      <SignedOut onSignedOut={onSignedOut} />
      <PageAlerts />
      <Frame />
    </EngineProvider>
  );
}

/** Tells when the session is over, here or in another tab. */
function SignedOut({ onSignedOut }: { readonly onSignedOut: (expired: boolean) => void }): ReactNode {
  const status = useStatus();
  useEffect(() => {
    if (status.connection === 'signed-out') onSignedOut(status.error !== undefined);
  }, [status.connection]);
  return undefined;
}

function start(): State {
  const session = rememberedSession();
  return session === undefined ? { kind: 'asking' } : { kind: 'in', session };
}

/** Whether the address asks for a page that is for those who are not logged in. */
export function useIsEntrance(): boolean {
  const { kind } = useRoute();
  return kind === 'login' || kind === 'register';
}
