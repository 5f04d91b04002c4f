/**
 * The settings: what there is at the side, one page of them beside it. A phone shows one of the two.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowLeft, LogOut } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import { Link } from 'wouter';
import { endSession } from '../account/session.ts';
import { settingsPath } from '../model/route.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { confirm } from '../ui/confirm.tsx';
import { useGo } from '../views/frame/go.ts';
import { usePages } from './pages.tsx';
import type { Page } from './pages.tsx';
import styles from './settings.module.css';

export interface SettingsPageProps {
  readonly page: string | undefined;
}

export function SettingsPage({ page }: SettingsPageProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const pages = usePages();
  const shown = pages.find(({ id }) => id === page) ?? pages[0];
  if (shown === undefined) return undefined;
  return (
    <main className={styles.page} data-chosen={page !== undefined || undefined}>
      <Contents pages={pages} shown={shown.id} isFirst={page === undefined} />
      <div className={styles.content}>
        <header className={styles.bar}>
          <IconButton
            icon={ArrowLeft}
            label={i18n._('Back to the settings')}
            className={styles.up}
            onClick={() => {
              go.settings();
            }}
          />
          <h2 className={styles.heading}>{shown.title}</h2>
        </header>
        <div className={styles.scroll}>
          <div className={styles.column} key={shown.id}>
            {shown.content}
          </div>
        </div>
      </div>
    </main>
  );
}

function Contents({
  pages,
  shown,
  isFirst,
}: {
  readonly pages: readonly Page[];
  readonly shown: string;
  /** No page is chosen: a phone shows these contents alone. */
  readonly isFirst: boolean;
}): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  return (
    <nav className={styles.nav} aria-label={i18n._('Settings')}>
      <header className={styles.bar}>
        <IconButton icon={ArrowLeft} label={i18n._('Back')} className={styles.back} onClick={go.home} />
        <h1 className={styles.heading}>{i18n._('Settings')}</h1>
      </header>
      <ul className={styles.links}>
        {pages.map(({ id, title, icon: Icon }) => (
          <li key={id}>
            <Link
              className={styles.link}
              href={settingsPath(id)}
              aria-current={id === shown ? 'page' : undefined}
              data-first={isFirst || undefined}
            >
              <Icon aria-hidden size={18} strokeWidth={1.75} />
              {title}
            </Link>
          </li>
        ))}
        <li className={styles.out}>
          <LogOutButton />
        </li>
      </ul>
    </nav>
  );
}

function LogOutButton(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const logOut = async (): Promise<void> => {
    const yes = await confirm({
      title: i18n._('Log out?'),
      text: i18n._(
        'Everything of this account is removed from this device. Messages that are not sent yet are lost.',
      ),
      action: i18n._('Log out'),
    });
    if (yes) await endSession(engine);
  };
  return (
    <Button
      kind="quiet"
      icon={LogOut}
      onClick={() => {
        // What fails leaves the user logged in, and the state bar says why; or the page has heard first that it is over.
        logOut().catch(() => {});
      }}
    >
      {i18n._('Log out')}
    </Button>
  );
}
