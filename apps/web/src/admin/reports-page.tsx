/** What people have reported. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ShieldCheck } from 'lucide-react';
import { Link } from 'wouter';
import { useEngine, useUser } from '@posthorn/react';
import { decodeContent } from '@posthorn/protocol';
import type { Report } from '@posthorn/protocol';
import { formatLocale } from '../model/format-locale.ts';
import { fullTime } from '../model/day-words.ts';
import { personPath } from '../model/route.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { PersonFace } from '../views/people/face.tsx';
import { PagedList } from '../views/people/paged-list.tsx';
import { useName } from '../views/people/use-name.ts';
import { usePages } from '../views/people/use-pages.ts';
import { useTask } from '../views/people/use-task.ts';
import styles from './admin.module.css';

type Shown = 'open' | 'settled';

export function ReportsPage(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [shown, setShown] = useState<Shown>('open');
  const pages = usePages(shown, async (cursor) => {
    const { reports, next } = await engine.call('listReports', {
      settled: shown === 'settled',
      cursor,
      limit: 50,
    });
    return { items: reports, next };
  });
  return (
    <div className={styles.column}>
      <Tabs<Shown>
        kind="pill"
        label={i18n._('Reports')}
        value={shown}
        onChange={setShown}
        tabs={[
          { id: 'open', label: i18n._('To be settled') },
          { id: 'settled', label: i18n._('Settled') },
        ]}
      />
      <PagedList
        pages={pages}
        label={i18n._('Reports')}
        keyOf={({ id }) => id}
        empty={
          <EmptyState
            icon={ShieldCheck}
            title={shown === 'open' ? i18n._('Nothing is reported') : i18n._('Nothing was settled yet')}
          />
        }
      >
        {(report) => <ReportCard report={report} onChange={pages.reload} />}
      </PagedList>
    </div>
  );
}

function ReportCard({
  report,
  onChange,
}: {
  readonly report: Report;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const { user, reporter, message, reason, time, settledAt, settledBy, resolution } = report;
  const admin = useName(settledBy === 0 ? undefined : settledBy);
  const by = useName(reporter);
  return (
    <section className={`${styles.card} ${styles.report}`}>
      <div className={styles.row}>
        <PersonFace user={user} size="s" />
        <PersonLink user={user} />
        <span className={styles.hint}>{fullTime(time, { locale: formatLocale(i18n) })}</span>
      </div>
      {message !== undefined && (
        <blockquote className={styles.quote} dir="auto">
          {decodeContent(message.content).text}
        </blockquote>
      )}
      <p dir="auto">{reason}</p>
      <p className={styles.hint}>{i18n._('Reported by {name}', { name: by })}</p>
      {settledAt === 0 ? (
        <SettleForm report={report} onChange={onChange} />
      ) : (
        <p className={styles.hint} dir="auto">
          {i18n._('Settled by {name}: {resolution}', { name: admin, resolution })}
        </p>
      )}
    </section>
  );
}

function PersonLink({ user }: { readonly user: number }): ReactNode {
  const profile = useUser(user);
  const name = useName(user);
  return (
    <Link href={personPath(profile?.name ?? '')}>
      <b>
        <bdi>{name}</bdi>
      </b>
      <span className={styles.hint}> @{profile?.name}</span>
    </Link>
  );
}

function SettleForm({
  report,
  onChange,
}: {
  readonly report: Report;
  readonly onChange: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const [resolution, setResolution] = useState('');
  const settle = (): void => {
    run(async () => {
      await engine.call('settleReport', { report: report.id, resolution: resolution.trim() });
      onChange();
    });
  };
  const disable = (): void => {
    run(
      async () => engine.call('disableUser', { user: report.user, disabled: true }),
      i18n._('The account is disabled'),
    );
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <TextField
        label={i18n._('What was done')}
        value={resolution}
        onChange={setResolution}
        maxLength={500}
      />
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" disabled={resolution.trim() === ''}>
          {i18n._('Settle')}
        </Button>
        <Button kind="danger" onClick={disable}>
          {i18n._('Disable the account')}
        </Button>
      </div>
    </form>
  );
}
