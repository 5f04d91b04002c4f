/** How the index of the search is, and building it anew. */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { RefreshCw } from 'lucide-react';
import { useEngine } from '@posthorn/react';
import type { SearchIndex } from '@posthorn/protocol';
import { formatLocale } from '../model/format-locale.ts';
import { errorWords } from '../model/error-words.ts';
import { numberWords } from '../model/number-words.ts';
import { sizeText } from '../model/file-kind.ts';
import { Button } from '../ui/button.tsx';
import { confirm } from '../ui/confirm.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ErrorState } from '../ui/states.tsx';
import { useTask } from '../views/people/use-task.ts';
import styles from './admin.module.css';

const EVERY_MS = 3000;

export function SearchIndexPage(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const run = useTask();
  const { index, error, setIndex } = useIndex();
  if (index === undefined) {
    return error === undefined ? <Spinner page /> : <ErrorState text={errorWords(i18n, error)} />;
  }
  const rebuild = async (): Promise<void> => {
    const title = i18n._('Build the index anew?');
    const text = i18n._(
      'It is read from the log again. Until then searches say that they may be incomplete.',
    );
    if (!(await confirm({ title, text, action: i18n._('Build anew') }))) return;
    run(async () => setIndex(await engine.call('reindex', {})));
  };
  return (
    <div className={styles.column} data-narrow>
      <section className={`${styles.card} ${styles.form}`} aria-label={i18n._('Index of the search')}>
        <IndexState index={index} />
        {index.state === 'building' && (
          <progress
            className={styles.progress}
            max={100}
            value={index.progress}
            aria-label={i18n._('Progress')}
          />
        )}
        {index.trouble !== '' && <p role="alert">{index.trouble}</p>}
        <dl className={styles.facts}>
          <dt>{i18n._('Messages in the index')}</dt>
          <dd>{numberWords(index.documents, formatLocale(i18n))}</dd>
          <dt>{i18n._('Not looked at yet')}</dt>
          <dd>{numberWords(index.lag, formatLocale(i18n))}</dd>
          <dt>{i18n._('On the disk')}</dt>
          <dd>{index.bytes === 0 ? '–' : sizeText(index.bytes, formatLocale(i18n))}</dd>
        </dl>
        <div className={styles.buttons}>
          <Button icon={RefreshCw} disabled={index.state === 'off'} onClick={() => void rebuild()}>
            {i18n._('Build anew…')}
          </Button>
        </div>
      </section>
    </div>
  );
}

function useIndex(): {
  readonly index: SearchIndex | undefined;
  readonly error: unknown;
  readonly setIndex: (index: SearchIndex) => void;
} {
  const engine = useEngine();
  const [index, setIndex] = useState<SearchIndex>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      engine
        .call('getSearchIndex', {})
        .then(
          (answer) => {
            if (!isOver) setIndex(answer);
          },
          (cause: unknown) => {
            if (!isOver) setError(cause);
          },
        )
        .finally(() => {
          if (!isOver) timer = setTimeout(ask, EVERY_MS);
        });
    };
    ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [engine]);
  return { index, error, setIndex };
}

function IndexState({ index }: { readonly index: SearchIndex }): ReactNode {
  const { i18n } = useLingui();
  const kind = index.state === 'ready' ? 'ok' : index.state === 'building' ? 'warn' : 'bad';
  return (
    <span className={styles.state} data-kind={kind}>
      <i />
      {stateWords(i18n, index)}
    </span>
  );
}

function stateWords(i18n: I18n, { state, progress }: SearchIndex): string {
  switch (state) {
    case 'ready':
      return i18n._('Ready: finds what was said until a moment ago');
    case 'building':
      return i18n._('Is being built: {progress} %', { progress });
    case 'off':
      return i18n._('Turned off (--search off)');
    default:
      return i18n._('Cannot be used now');
  }
}
