/**
 * The picture of a person or a group; without one, signs of the name on a colour by id.
 *
 * @module
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { hue, initials } from '../model/initials.ts';
import { FILES_CROSS_ORIGIN } from '../views/frame/root.ts';
import styles from './avatar.module.css';

export interface AvatarProps {
  readonly name: string;
  /** Of the user or conversation: it chooses the colour. */
  readonly id: number;
  readonly url?: string | undefined;
  readonly size?: 's' | 'm' | 'l' | 'xl';
  /** People are round, groups square. */
  readonly shape?: 'round' | 'square';
  readonly online?: boolean | undefined;
}

/** Decoration: the name stands beside it. */
export function Avatar({
  name,
  id,
  url,
  size = 'm',
  shape = 'round',
  online = false,
}: AvatarProps): ReactNode {
  const [broken, setBroken] = useState<string | undefined>(undefined);
  return (
    <span
      className={styles.avatar}
      data-size={size}
      data-shape={shape}
      data-hue={hue(id)}
      aria-hidden
      // Drawn by the style: they are no text that one reads or copies.
      data-sign={url === undefined || url === '' || url === broken ? initials(name) : undefined}
    >
      {url !== undefined && url !== '' && url !== broken && (
        <img
          className={styles.image}
          crossOrigin={FILES_CROSS_ORIGIN}
          src={url}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => {
            setBroken(url);
          }}
        />
      )}
      {online && <i className={styles.online} />}
    </span>
  );
}
