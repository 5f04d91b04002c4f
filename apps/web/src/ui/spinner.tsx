/**
 * Something is being waited for.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import styles from './states.module.css';

/** `page`: in the middle of its pane, after a moment. */
export function Spinner({ page = false }: { readonly page?: boolean }): ReactNode {
  const { i18n } = useLingui();
  if (!page) return <span className={styles.spinner} aria-hidden />;
  return (
    <div className={styles.page} role="progressbar" aria-label={i18n._('Loading')}>
      <span className={styles.spinner} data-size="l" />
    </div>
  );
}
