/** Administration of the server: `/admin/PAGE`. Loaded when it is asked for. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ArrowLeft, ShieldX } from 'lucide-react';
import { Link } from 'wouter';
import { useMe } from '@posthorn/react';
import { IconButton } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useGo } from '../views/frame/go.ts';
import { AuditPage } from './audit-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { ReportsPage } from './reports-page.tsx';
import { SearchIndexPage } from './search-index-page.tsx';
import { ServerPage } from './server-page.tsx';
import { UsersPage } from './users-page.tsx';
import styles from './admin.module.css';

export interface AdminPageProps {
  readonly page: string | undefined;
}

const PAGES = {
  overview: OverviewPage,
  users: UsersPage,
  reports: ReportsPage,
  audit: AuditPage,
  search: SearchIndexPage,
  server: ServerPage,
} as const;

type PageId = keyof typeof PAGES;

export function AdminPage({ page }: AdminPageProps): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  const me = useMe();
  const id: PageId = isPage(page) ? page : 'overview';
  const Page = PAGES[id];
  return (
    <main className={styles.page}>
      <header className={styles.bar}>
        <IconButton icon={ArrowLeft} label={i18n._('Back')} onClick={go.home} />
        <h1>{i18n._('Administration')}</h1>
      </header>
      {me === undefined && <Spinner page />}
      {me?.admin === false && (
        <EmptyState
          icon={ShieldX}
          title={i18n._('For administrators')}
          text={i18n._('An administrator of this server can make you one.')}
        />
      )}
      {me?.admin === true && (
        <>
          <Sections current={id} />
          <div className={styles.body} tabIndex={0}>
            <Page />
          </div>
        </>
      )}
    </main>
  );
}

function Sections({ current }: { readonly current: PageId }): ReactNode {
  const { i18n } = useLingui();
  const sections: readonly (readonly [PageId, string])[] = [
    ['overview', i18n._('Overview')],
    ['users', i18n._('Users')],
    ['reports', i18n._('Reports')],
    ['audit', i18n._('Audit')],
    ['search', i18n._('Search')],
    ['server', i18n._('Server')],
  ];
  return (
    <nav className={styles.sections} aria-label={i18n._('Administration')}>
      {sections.map(([id, label]) => (
        <Link key={id} href={`/admin/${id}`} aria-current={id === current ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}

function isPage(page: string | undefined): page is PageId {
  return page !== undefined && Object.hasOwn(PAGES, page);
}
