/** What was done, or refused. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ScrollText } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { Engine } from '@posthorn/client/engine';
import type { AuditRecord, ListAuditInit } from '@posthorn/protocol';
import { formatLocale } from '../model/format-locale.ts';
import { errorWords } from '../model/error-words.ts';
import { numberWords } from '../model/number-words.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { useNames } from '../views/people/use-names.ts';
import { useSettled } from '../views/people/use-settled.ts';
import { usePages } from '../views/people/use-pages.ts';
import styles from './admin.module.css';

interface Filters {
  readonly event: string;
  readonly user: string;
  readonly address: string;
  /** Days as a date field gives them; empty: any. */
  readonly since: string;
  readonly until: string;
}

const NO_FILTERS: Filters = { event: '', user: '', address: '', since: '', until: '' };

export function AuditPage(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const [filters, setFilters] = useState(NO_FILTERS);
  const asked = useSettled(filters);
  const pages = usePages(JSON.stringify(asked), async (cursor) => {
    const request = await requestFor(engine, asked);
    if (request === undefined) return { items: [], next: '' };
    const { records, next } = await engine.call('listAudit', { ...request, cursor, limit: 100 });
    return { items: records, next };
  });
  const { items, isLoading, hasMore, error, more, reload } = pages;
  return (
    <div className={styles.column}>
      <FilterFields filters={filters} onChange={setFilters} />
      <section className={styles.card} aria-label={i18n._('Audit')}>
        {items.length > 0 && (
          <div className={styles.scroll} role="group" tabIndex={0} aria-label={i18n._('Audit')}>
            <AuditTable records={items} />
          </div>
        )}
        {error !== undefined && <ErrorState text={errorWords(i18n, error)} onRetry={reload} />}
        {items.length === 0 && isLoading && <Spinner page />}
        {items.length === 0 && !isLoading && !hasMore && error === undefined && (
          <EmptyState icon={ScrollText} title={i18n._('Nothing is recorded')} />
        )}
        {hasMore && (
          <Button kind="quiet" busy={isLoading} onClick={more}>
            {i18n._('Show more')}
          </Button>
        )}
      </section>
    </div>
  );
}

function FilterFields({
  filters,
  onChange,
}: {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const labels: readonly (readonly [keyof Filters, string, 'text' | 'date'])[] = [
    ['event', i18n._('Event'), 'text'],
    ['user', i18n._('User name'), 'text'],
    ['address', i18n._('Address'), 'text'],
    ['since', i18n._('From'), 'date'],
    ['until', i18n._('To'), 'date'],
  ];
  return (
    <div className={styles.filters}>
      {labels.map(([name, label, type]) => (
        <TextField
          key={name}
          type={type}
          label={label}
          value={filters[name]}
          onChange={(value) => onChange({ ...filters, [name]: value })}
          spellCheck={false}
          autoCapitalize="none"
        />
      ))}
    </div>
  );
}

/** Undefined: nobody is called so. */
async function requestFor(engine: Engine, filters: Filters): Promise<ListAuditInit | undefined> {
  const { event, user: name, address, since, until } = filters;
  let user = 0;
  if (name.trim() !== '') {
    const { users } = await engine.call('getUsers', { names: [name.trim()] });
    const [found] = users;
    if (found === undefined) return undefined;
    user = found.id;
  }
  return {
    event: event.trim(),
    address: address.trim(),
    user,
    // Days of the reader's time zone, whole.
    since: since === '' ? 0 : new Date(`${since}T00:00`).getTime(),
    until: until === '' ? 0 : new Date(`${until}T23:59:59.999`).getTime(),
  };
}

function AuditTable({ records }: { readonly records: readonly AuditRecord[] }): ReactNode {
  const { i18n } = useLingui();
  const ids = new Set(records.flatMap(({ actor, user }) => [actor, user]).filter((id) => id > 0));
  const nameOf = useNames([...ids]);
  const time = new Intl.DateTimeFormat(formatLocale(i18n), { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{i18n._('Time')}</th>
          <th>{i18n._('Event')}</th>
          <th>{i18n._('Who')}</th>
          <th>{i18n._('About')}</th>
          <th>{i18n._('Address')}</th>
          <th>{i18n._('Details')}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <td className={styles.nowrap}>{time.format(record.time)}</td>
            <td>
              <span className={styles.mono}>{record.event}</span>
              {record.code !== '' && (
                <span className={styles.tag} data-bad>
                  {record.code}
                </span>
              )}
              {record.count > 1 && (
                <span className={styles.tag}>× {numberWords(record.count, formatLocale(i18n))}</span>
              )}
            </td>
            <td>
              <bdi>{record.actor === 0 ? '–' : nameOf(record.actor)}</bdi>
            </td>
            <td>
              <bdi>{record.user === 0 ? '–' : nameOf(record.user)}</bdi>
            </td>
            <td className={styles.mono}>{record.address}</td>
            <td>{record.details.map(({ name, value }) => `${name}: ${value}`).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
