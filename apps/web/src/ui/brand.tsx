/**
 * The name and the sign of the server.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { serverUrl } from '../views/frame/root.ts';
import type { ServerInfo } from '../model/server-info.ts';
import styles from './brand.module.css';

export function Brand({
  info,
  size = 'm',
}: {
  readonly info: Pick<ServerInfo, 'name' | 'logoUrl'>;
  readonly size?: 'm' | 'l';
}): ReactNode {
  return (
    <span className={styles.brand} data-size={size}>
      {info.logoUrl === '' ? <Horn /> : <img className={styles.logo} src={serverUrl(info.logoUrl)} alt="" />}
      <span className={styles.name} dir="auto">
        {info.name}
      </span>
    </span>
  );
}

/** The post horn. */
export function Horn(): ReactNode {
  return (
    <svg className={styles.horn} viewBox="0 0 24 24" aria-hidden>
      <path d="M3 12h9a4.5 4.5 0 1 0-4.5-4.500V12" />
      <path d="M12 12h3l6-4v8l-6-4" />
    </svg>
  );
}
