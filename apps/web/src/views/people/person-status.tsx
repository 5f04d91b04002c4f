/** What somebody says of themselves now, and whether they are there. */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { MoonStar } from 'lucide-react';
import { usePresence, useUser } from '@posthorn/react';
import { presenceWords } from '../../model/presence-words.ts';
import { statusOf } from '../../model/status.ts';
import { useToday } from '../list/use-today.ts';
import styles from './people.module.css';

export function PersonStatus({ user }: { readonly user: number }): ReactNode {
  const { i18n } = useLingui();
  const profile = useUser(user);
  const presence = usePresence(user);
  const today = useToday();
  if (profile === undefined) return null;
  if (profile.erased) return <div className={styles.hint}>{i18n._('This account is gone')}</div>;
  const status = statusOf(profile, Date.now());
  const there = presenceWords(i18n, presence, today);
  return (
    <>
      <div className={styles.hint}>
        @{profile.name}
        {there !== '' && ` · ${there}`}
      </div>
      {status !== '' && (
        <div className={styles.status} dir="auto">
          {status}
        </div>
      )}
      {profile.busyUntil > Date.now() && (
        <div className={styles.busy}>
          <MoonStar aria-hidden size={14} />
          {i18n._('Does not want to be disturbed')}
        </div>
      )}
    </>
  );
}
