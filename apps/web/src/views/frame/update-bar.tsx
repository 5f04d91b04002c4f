/**
 * A new version of the page is there: shown when the user wants it, never forced.
 *
 * @module
 */
import { useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { X } from 'lucide-react';
import { takeUpdate, updateReady } from '../../push/service-worker.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from './state-bar.module.css';

export function UpdateBar(): ReactNode {
  const { i18n } = useLingui();
  const isReady = useSyncExternalStore(updateReady.subscribe, updateReady.get);
  const [isLater, setLater] = useState(false);
  const [isTaking, setTaking] = useState(false);
  if (!isReady || isLater) return undefined;
  return (
    <div role="status" aria-label={i18n._('New version')} className={styles.bar} data-kind="update">
      <span>{i18n._('A new version is ready.')}</span>
      <Button
        kind="quiet"
        size="s"
        busy={isTaking}
        onClick={() => {
          setTaking(true);
          void takeUpdate(); // It loads the page anew.
        }}
      >
        {i18n._('Reload')}
      </Button>
      <IconButton
        size="s"
        icon={X}
        label={i18n._('Later')}
        onClick={() => {
          setLater(true);
        }}
      />
    </div>
  );
}
