/**
 * Recovery codes, which are shown once.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Copy, Download } from 'lucide-react';
import { useServer } from '../account/server.ts';
import { Button } from '../ui/button.tsx';
import { toClipboard } from '../ui/clipboard.ts';
import { useTask } from '../views/people/use-task.ts';
import styles from './factors.module.css';

export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }): ReactNode {
  const { i18n } = useLingui();
  const run = useTask();
  const { info } = useServer();
  const [text] = useState(() => `${info.name}, ${location.origin}\n\n${codes.join('\n')}\n`);
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: 'recovery-codes.txt' });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <>
      <p className={styles.text}>
        {i18n._(
          'Keep these codes where you find them when your phone or your passkey is lost. Each is good once. They are shown only now.',
        )}
      </p>
      <ul className={styles.codes} dir="ltr" aria-label={i18n._('Recovery codes')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button
          icon={Copy}
          onClick={() => {
            run(async () => toClipboard(text), i18n._('Copied'));
          }}
        >
          {i18n._('Copy')}
        </Button>
        <Button icon={Download} onClick={save}>
          {i18n._('Download')}
        </Button>
      </div>
    </>
  );
}
