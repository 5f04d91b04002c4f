/**
 * Tells the truth about the connection, and about messages that wait or have failed.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useOutgoing, useStatus } from '@posthorn/react';
import { stateLine } from '../../model/state-line.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/hidden.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { FailedMessages } from './failed-messages.tsx';
import { useSteady } from './steady.ts';
import styles from './state-bar.module.css';

/** A connection that comes back at once is not worth a bar that jumps in and out. */
const CALM_MS = 700;

export function StateBar(): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const status = useStatus();
  const [isOpen, setOpen] = useState(false);
  const hasFailed = useOutgoing().some(({ state }) => state === 'failed');
  // Not before it was connected once.
  const [wasOnline, setWasOnline] = useState(false);
  if (status.connection === 'online' && !wasOnline) setWasOnline(true);
  const line = useSteady(stateLine(status, i18n, wasOnline), (shown) =>
    shown?.isCalm === true ? CALM_MS : 0,
  );
  const text = line?.text;
  useEffect(() => {
    if (text !== undefined) announce(text);
  }, [text]);
  if (line === undefined) return undefined;
  return (
    <div
      role="status"
      aria-live="off"
      aria-label={i18n._('Connection')}
      className={styles.bar}
      data-kind={line.kind}
    >
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
      {hasFailed && (
        <Button
          kind="quiet"
          size="s"
          onClick={() => {
            setOpen(true);
          }}
        >
          {i18n._('Show')}
        </Button>
      )}
      <FailedMessages
        open={isOpen && hasFailed}
        onClose={() => {
          setOpen(false);
        }}
      />
    </div>
  );
}
