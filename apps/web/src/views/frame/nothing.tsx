/**
 * The middle of the page while no conversation is open.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { MessagesSquare, SearchX } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/states.tsx';
import styles from './frame.module.css';
import { useGo } from './go.ts';

export function Nothing({ unknown = false }: { readonly unknown?: boolean }): ReactNode {
  const { i18n } = useLingui();
  const go = useGo();
  if (unknown) {
    return (
      <main className={styles.nothing}>
        <EmptyState
          isPage
          icon={SearchX}
          title={i18n._('There is nothing at this address')}
          text={i18n._('The link may be old or incomplete.')}
          action={
            <Button kind="primary" onClick={go.home}>
              {i18n._('Go to the conversations')}
            </Button>
          }
        />
      </main>
    );
  }
  return (
    <main className={styles.nothing}>
      <EmptyState
        isPage
        icon={MessagesSquare}
        title={i18n._('Choose a conversation')}
        text={i18n._('Or start a new one. Ctrl K finds people, groups and messages.')}
      />
    </main>
  );
}
