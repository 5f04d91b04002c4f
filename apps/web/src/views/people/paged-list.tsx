/** A list that grows as one scrolls, with what is shown while there is nothing. */
import { useEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useLingui } from '@lingui/react';
import { errorWords } from '../../model/error-words.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ErrorState } from '../../ui/states.tsx';
import type { Pages } from './use-pages.ts';
import { VirtualRows } from './virtual-rows.tsx';
import styles from './paged-list.module.css';

export interface PagedListProps<T> {
  readonly pages: Pages<T>;
  readonly label: string;
  readonly keyOf: (item: T) => string | number;
  readonly children: (item: T) => ReactNode;
  /** Shown when there is nothing. */
  readonly empty: ReactNode;
  /** What scrolls around it: then only rows that are seen are drawn. `rowHeight`: about, in pixels. */
  readonly virtual?:
    | { readonly scroll: RefObject<HTMLElement | null>; readonly rowHeight: number }
    | undefined;
}

export function PagedList<T>(props: PagedListProps<T>): ReactNode {
  const { pages, label, keyOf, children, empty, virtual } = props;
  const { i18n } = useLingui();
  const { items, isLoading, hasMore, error, isOffline, more } = pages;
  if (items.length === 0 && !hasMore) {
    if (isOffline) return <ErrorState offline text={i18n._('This is shown when the server answers.')} />;
    if (isLoading) return <Spinner page />;
    if (error !== undefined) return <ErrorState text={errorWords(i18n, error)} onRetry={pages.reload} />;
    return empty;
  }
  return (
    <>
      {virtual === undefined ? (
        <ul aria-label={label} className={styles.list}>
          {items.map((item) => (
            <li key={keyOf(item)}>{children(item)}</li>
          ))}
        </ul>
      ) : (
        <VirtualRows {...virtual} label={label} items={items} keyOf={keyOf}>
          {children}
        </VirtualRows>
      )}
      {hasMore && <More isLoading={isLoading} hasFailed={error !== undefined} onMore={more} />}
    </>
  );
}

/** Reads on as soon as the end is seen. */
function More({
  isLoading,
  hasFailed,
  onMore,
}: {
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
  readonly onMore: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (end.current === null || hasFailed || isLoading) return undefined;
    const watcher = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === true) onMore();
    });
    watcher.observe(end.current);
    return () => watcher.disconnect();
  }, [onMore, hasFailed, isLoading]);
  return (
    <div ref={end} className={styles.more}>
      <Button kind="quiet" size="s" busy={isLoading} onClick={onMore}>
        {i18n._('Show more')}
      </Button>
    </div>
  );
}
