/**
 * What somebody sees whose account another browser or device uses now, on a server that allows one at a time.
 *
 * @module
 */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Brand } from '../ui/brand.tsx';
import { Button } from '../ui/button.tsx';
import { useServer } from './server.ts';
import styles from './welcome.module.css';

export interface ReplacedProps {
  readonly onTakeBack: () => void;
}

export function Replaced({ onTakeBack }: ReplacedProps): ReactNode {
  const { i18n } = useLingui();
  const { info } = useServer();
  // The page that was here has taken the focus along.
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = info.name;
  }, [info.name]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Brand info={info} size="l" />
        <h1 ref={heading} tabIndex={-1} className={styles.heading}>
          {i18n._('Your account is open elsewhere')}
        </h1>
        <p className={styles.lead}>
          {i18n._(
            'Another browser or device has taken the place of this one: this server lets one connect at a time. You are still logged in, and what you have written here waits for you.',
          )}
        </p>
        <Button kind="primary" size="l" wide onClick={onTakeBack}>
          {i18n._('Go on here')}
        </Button>
      </div>
    </main>
  );
}
