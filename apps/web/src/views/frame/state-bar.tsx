/**
 * Tells the truth about the connection, and about messages that wait or have failed.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useStatus } from '@posthorn/react';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useSteady } from './steady.ts';
import { stateLine } from '../../model/state-line.ts';
import styles from './state-bar.module.css';

export function StateBar(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  // A connection that comes back at once is not worth a bar that jumps in and out.
  const line = useSteady(stateLine(useStatus(), i18n), (shown) => (shown?.isCalm === true ? 700 : 0));
  return (
    <div role="status" aria-live="polite" className={styles.place}>
      {line !== undefined && (
        <div className={styles.bar} data-kind={line.kind}>
          {line.kind === 'connecting' && <Spinner />}
          <span>{line.text}</span>
          {line.canRetry && (
            <Button
              kind="quiet"
              size="s"
              onClick={() => {
                engine.reconnect();
              }}
            >
              {i18n._('Try now')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
