/**
 * The messages of this device that could not be sent: what they say, why, and what to do.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine, useOutgoing } from '@posthorn/react';
import type { OutgoingMessage } from '@posthorn/client/engine';
import { errorWords } from '../../model/error-words.ts';
import { outgoingWords } from '../../model/outgoing-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useTask } from '../people/use-task.ts';
import { useTitle } from '../people/use-name.ts';
import styles from './failed-messages.module.css';

export function FailedMessages({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { i18n } = useLingui();
  const failed = useOutgoing().filter(({ state }) => state === 'failed');
  return (
    <Dialog title={i18n._('Not sent')} open={open} onClose={onClose}>
      <ul className={styles.list}>
        {failed.map((message) => (
          <Failed key={message.clientId} message={message} />
        ))}
      </ul>
    </Dialog>
  );
}

function Failed({ message }: { readonly message: OutgoingMessage }): ReactNode {
  const { i18n } = useLingui();
  const engine = useEngine();
  const title = useTitle(message.conversation);
  const run = useTask();
  return (
    <li className={styles.item}>
      <p className={styles.where}>{title}</p>
      <p className={styles.text} dir="auto">
        {outgoingWords(message, i18n)}
      </p>
      {message.error !== undefined && <p className={styles.why}>{errorWords(i18n, message.error)}</p>}
      <div className={styles.buttons}>
        <Button
          size="s"
          kind="primary"
          onClick={() => {
            run(async () => engine.retry(message.clientId));
          }}
        >
          {i18n._('Retry')}
        </Button>
        <Button
          size="s"
          onClick={() => {
            run(async () => engine.discard(message.clientId));
          }}
        >
          {i18n._('Discard')}
        </Button>
      </div>
    </li>
  );
}
