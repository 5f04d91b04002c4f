/** A link with a secret, which the server tells once. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Copy } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { toClipboard } from '../../ui/clipboard.ts';
import { useTask } from '../people/use-task.ts';
import styles from './group.module.css';

export function SecretLink({ link }: { readonly link: string }): ReactNode {
  const { i18n } = useLingui();
  const run = useTask();
  return (
    <div className={styles.token} role="status">
      <code dir="ltr">{link}</code>
      <p className={styles.hint}>{i18n._('Copy it now: it is not shown again.')}</p>
      <Button icon={Copy} onClick={() => run(async () => toClipboard(link), i18n._('Copied'))}>
        {i18n._('Copy the link')}
      </Button>
    </div>
  );
}
