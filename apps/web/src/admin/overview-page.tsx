/** Totals of the server, figures over the last minutes, and its nodes. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import type { Node, ServerInfo } from '@posthorn/protocol';
import { formatLocale } from '../model/format-locale.ts';
import { errorWords } from '../model/error-words.ts';
import { fullTime } from '../model/day-words.ts';
import { numberWords } from '../model/number-words.ts';
import { sizeText } from '../model/file-kind.ts';
import type { Series } from '../model/node-figures.ts';
import { Spinner } from '../ui/spinner.tsx';
import { ErrorState } from '../ui/states.tsx';
import { Chart } from './chart.tsx';
import { useNodes } from './use-nodes.ts';
import styles from './admin.module.css';

export function OverviewPage(): ReactNode {
  const { i18n } = useLingui();
  const { nodes, info, series, isLoading, error } = useNodes();
  if (info === undefined) {
    return isLoading ? <Spinner page /> : <ErrorState text={errorWords(i18n, error)} />;
  }
  return (
    <div className={styles.column}>
      <Totals info={info} />
      <Charts series={series} />
      <section className={styles.card} aria-label={i18n._('Nodes')}>
        <h2>{i18n._('Nodes')}</h2>
        <div className={styles.scroll} role="group" tabIndex={0} aria-label={i18n._('Nodes')}>
          <NodeTable nodes={nodes} />
        </div>
      </section>
      <p className={styles.hint}>
        {i18n._('Version {version}, this node runs since {time}', {
          version: info.version,
          time: fullTime(info.startedAt, { locale: formatLocale(i18n) }),
        })}
      </p>
    </div>
  );
}

function Totals({ info }: { readonly info: ServerInfo }): ReactNode {
  const { i18n } = useLingui();
  const totals: readonly (readonly [string, number])[] = [
    [i18n._('Users'), info.users],
    [i18n._('Conversations'), info.conversations],
    [i18n._('Messages'), info.messages],
    [i18n._('Connections'), info.connections],
  ];
  return (
    <div className={styles.cards}>
      {totals.map(([label, value]) => (
        <div key={label} className={`${styles.card} ${styles.figure}`}>
          <b>{numberWords(value, formatLocale(i18n))}</b>
          <span>{label}</span>
        </div>
      ))}
    </div>
  );
}

function Charts({ series }: { readonly series: Series }): ReactNode {
  const { i18n } = useLingui();
  const { times, messages, deliveries, connections, delays } = series;
  const number = (value: number): string => numberWords(value, formatLocale(i18n));
  const milliseconds = (value: number): string => i18n._('{value} ms', { value: number(value) });
  return (
    <div className={styles.charts}>
      <Chart
        title={i18n._('Messages in a second')}
        now={latest(messages, number)}
        times={times}
        values={messages}
        format={number}
      />
      <Chart
        title={i18n._('Deliveries in a second')}
        now={latest(deliveries, number)}
        times={times}
        values={deliveries}
        format={number}
      />
      <Chart
        title={i18n._('Connections')}
        now={latest(connections, number)}
        times={times}
        values={connections}
        format={number}
      />
      <Chart
        title={i18n._('Longest delay of an event loop')}
        now={latest(delays, milliseconds)}
        times={times}
        values={delays}
        format={milliseconds}
      />
    </div>
  );
}

function latest(values: readonly (number | null)[], format: (value: number) => string): string {
  const value = values.at(-1) ?? null;
  return value === null ? '–' : format(value);
}

function NodeTable({ nodes }: { readonly nodes: readonly Node[] }): ReactNode {
  const { i18n } = useLingui();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{i18n._('Machine')}</th>
          <th>{i18n._('State')}</th>
          <th>{i18n._('Roles')}</th>
          <th data-number>{i18n._('Connections')}</th>
          <th data-number>{i18n._('Requests')}</th>
          <th data-number>{i18n._('Memory')}</th>
          <th data-number>{i18n._('Delay')}</th>
          <th>{i18n._('Version')}</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <tr key={node.id}>
            <td>
              {node.host}
              {node.httpPort > 0 && `:${node.httpPort}`}
            </td>
            <td>
              <NodeState node={node} />
            </td>
            <td>{rolesOf(i18n, node)}</td>
            <td data-number>{numberWords(node.connections, formatLocale(i18n))}</td>
            <td data-number>{numberWords(node.running, formatLocale(i18n))}</td>
            <td data-number className={styles.nowrap}>
              {sizeText(node.memoryBytes, formatLocale(i18n))}
            </td>
            <td data-number className={styles.nowrap}>
              {i18n._('{value} ms', { value: numberWords(node.loopDelayMs, formatLocale(i18n)) })}
            </td>
            <td>{node.version}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function NodeState({ node: { answers, draining, trouble } }: { readonly node: Node }): ReactNode {
  const { i18n } = useLingui();
  const kind = !answers || trouble !== '' ? 'bad' : draining ? 'warn' : 'ok';
  const words = !answers
    ? i18n._('Does not answer')
    : trouble !== ''
      ? trouble
      : draining
        ? i18n._('Is going down')
        : i18n._('Healthy');
  return (
    <span className={styles.state} data-kind={kind}>
      <i />
      {words}
    </span>
  );
}

function rolesOf(i18n: I18n, { gateway, router }: Node): string {
  if (gateway && router) return i18n._('Gateway, router');
  return gateway ? i18n._('Gateway') : i18n._('Router');
}
