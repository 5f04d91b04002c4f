/**
 * What somebody sees who is not logged in: the login, the registration, or the set-up of a new server.
 *
 * @module
 */
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useLocation, useSearch } from 'wouter';
import { safeNext } from '../model/route.ts';
import { Brand } from '../ui/brand.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useGo, useRoute } from '../views/frame/go.ts';
import { useServer } from './server.ts';
import { LoginForm } from './login-form.tsx';
import { RegisterForm } from './register-form.tsx';
import type { Session } from './session.ts';
import { SetupForm } from './setup-form.tsx';
import styles from './welcome.module.css';

export interface WelcomeProps {
  /** The session has ended by itself: said so. */
  readonly expired: boolean;
  readonly onSession: (session: Session) => void;
}

export function Welcome({ expired, onSession }: WelcomeProps): ReactNode {
  const { i18n } = useLingui();
  const server = useServer();
  const route = useRoute();
  const go = useGo();
  const search = useSearch();
  const [path] = useLocation();
  const isEntrance = route.kind === 'login' || route.kind === 'register';
  const next = isEntrance
    ? safeNext(new URLSearchParams(search).get('next'))
    : safeNext(search === '' ? path : `${path}?${search}`);
  const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
  useEffect(() => {
    document.title = server.info.name;
  }, [server.info.name]);
  const done = (session: Session): void => {
    if (isEntrance) go.to(next, { replace: true });
    onSession(session);
  };
  const page = server.isLoading ? 'loading' : pageOf(route.kind, server.info.isSetUp);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Brand info={server.info} size="l" />
        {expired && page === 'login' && (
          <p className={styles.note}>{i18n._('Your session has ended. Log in again.')}</p>
        )}
        {next.startsWith('/join/') && page !== 'setup' && (
          <p className={styles.note}>
            {i18n._('You are invited to a group. Log in or create an account to see it.')}
          </p>
        )}
        {page === 'loading' && <Spinner page />}
        {page === 'setup' && <SetupForm info={server.info} query={query} onSession={done} />}
        {page === 'register' && <RegisterForm info={server.info} query={query} onSession={done} />}
        {page === 'login' && (
          <LoginForm
            info={server.info}
            query={query}
            next={next}
            refused={new URLSearchParams(search).get('refused') ?? undefined}
            onSession={done}
          />
        )}
      </div>
    </main>
  );
}

/** On a new server there is nobody who could log in, but for those who have an account and no right to set it up. */
function pageOf(route: string, isSetUp: boolean): 'login' | 'register' | 'setup' {
  if (route === 'login') return 'login';
  if (!isSetUp) return 'setup';
  return route === 'register' ? 'register' : 'login';
}
