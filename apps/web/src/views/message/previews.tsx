/**
 * What the links of a message lead to. Pictures come from the server itself, never from the page of the link.
 *
 * @module
 */
import type { ReactNode } from 'react';
import type { Preview } from '@posthorn/protocol';
import { safeUrl } from '../../model/markup-of.ts';
import { FILES_CROSS_ORIGIN, serverUrl } from '../frame/root.ts';
import css from './previews.module.css';

export function Previews({ previews }: { readonly previews: readonly Preview[] }): ReactNode {
  return previews.map((preview) => <PreviewCard key={preview.url} preview={preview} />);
}

function PreviewCard({ preview }: { readonly preview: Preview }): ReactNode {
  const { url, title, description, site, picture, width, height } = preview;
  const href = safeUrl(url);
  if (href === undefined) return null;
  const isWide = width >= 400 && width > height * 1.2;
  return (
    <a
      className={css.card}
      data-wide={isWide}
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={url}
    >
      <span className={css.words}>
        <small dir="auto">{site || URL.parse(href)?.host}</small>
        {title !== '' && <b dir="auto">{title}</b>}
        {description !== '' && (
          <span className={css.description} dir="auto">
            {description}
          </span>
        )}
      </span>
      {isPicturePath(picture) && (
        <img
          className={css.picture}
          crossOrigin={FILES_CROSS_ORIGIN}
          src={serverUrl(picture.slice(1))}
          width={width || undefined}
          height={height || undefined}
          alt=""
          loading="lazy"
          decoding="async"
        />
      )}
    </a>
  );
}

/** A path on the server, not another host. */
function isPicturePath(picture: string): boolean {
  return picture.startsWith('/v1/');
}
