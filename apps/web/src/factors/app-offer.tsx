/**
 * An authenticator app that is offered: its QR code, its key, and the first code that it shows.
 *
 * @module
 */
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Copy } from 'lucide-react';
import { IconButton } from '../ui/button.tsx';
import { toClipboard } from '../ui/clipboard.ts';
import { part } from '../ui/part.tsx';
import { Skeleton } from '../ui/states.tsx';
import { useTask } from '../views/people/use-task.ts';
import { CodeField } from './code-field.tsx';
import styles from './factors.module.css';

const QrCode = part(async () => (await import('./qr-code.tsx')).QrCode);

export interface Offer {
  /** For whoever types it. */
  readonly secret: string;
  readonly uri: string;
}

export interface AppOfferProps {
  readonly offer: Offer;
  readonly code: string;
  readonly onCode: (code: string) => void;
}

export function AppOffer({ offer, code, onCode }: AppOfferProps): ReactNode {
  const { i18n } = useLingui();
  const run = useTask();
  return (
    <>
      <p className={styles.text}>
        {i18n._('Scan this with an authenticator app, such as the one that keeps your passwords.')}
      </p>
      <div className={styles.frame}>
        <Suspense fallback={<Skeleton width="176px" height="176px" />}>
          <QrCode text={offer.uri} label={i18n._('QR code for an authenticator app')} />
        </Suspense>
      </div>
      <a className={styles.link} href={offer.uri}>
        {i18n._('Open it in an app on this device')}
      </a>
      <p className={styles.hint}>{i18n._('Or type this key:')}</p>
      <p className={styles.key}>
        <code dir="ltr">{offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <IconButton
          size="s"
          icon={Copy}
          label={i18n._('Copy the key')}
          onClick={() => {
            run(async () => toClipboard(offer.secret), i18n._('Copied'));
          }}
        />
      </p>
      <CodeField label={i18n._('The code that it shows')} value={code} onChange={onCode} />
    </>
  );
}
