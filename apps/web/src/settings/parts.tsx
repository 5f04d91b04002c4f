/**
 * What pages of settings are made of.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useStatus } from '@posthorn/react';
import { errorWords } from '../model/error-words.ts';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import type { Loaded } from './use-loaded.ts';
import styles from './settings.module.css';

export function Group({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className={styles.group} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {text !== undefined && <p className={styles.text}>{text}</p>}
      {children}
    </section>
  );
}

/** A setting with its words at the start and its control at the end. */
export function Row({
  label,
  hint,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={styles.row}>
      <span className={styles.words}>
        {label}
        {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      </span>
      {children}
    </div>
  );
}

/** What is read from the server, or that it is being read, or why not. */
export function WhenLoaded<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}): ReactNode {
  const { i18n } = useLingui();
  const { connection } = useStatus();
  if (loaded.value !== undefined) return children(loaded.value);
  if (loaded.error !== undefined) {
    return (
      <ErrorState
        offline={connection === 'offline'}
        text={errorWords(i18n, loaded.error)}
        onRetry={loaded.reload}
      />
    );
  }
  return (
    <>
      <Skeleton width="70%" height="1.4em" />
      <Skeleton width="45%" height="1.4em" />
    </>
  );
}
