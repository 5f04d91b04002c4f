import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { useServer } from '../account/server.ts';
import { Brand } from '../ui/brand.tsx';
import { SERVER_URL, serverUrl } from '../views/frame/root.ts';
import { Group, Row } from './parts.tsx';
import styles from './settings.module.css';

export function About(): ReactNode {
  const { i18n } = useLingui();
  const { info, isUnreachable } = useServer();
  return (
    <Group title={i18n._('About')}>
      <Brand info={info} size="l" />
      <Row label={i18n._('Server')}>
        <span dir="ltr">{new URL(SERVER_URL).host}</span>
      </Row>
      <Row
        label={i18n._('Version')}
        hint={isUnreachable ? i18n._('The server cannot be reached now.') : undefined}
      >
        <span dir="ltr">{info.version === '' ? '…' : info.version}</span>
      </Row>
      <Row label={i18n._('Software')} hint={i18n._('Free and open: Apache License 2.0')}>
        Posthorn
      </Row>
      <p className={styles.text}>
        <a href={serverUrl('docs')} target="_blank" rel="noreferrer">
          {i18n._('For programmers: the interface of this server')}
        </a>
      </p>
    </Group>
  );
}
