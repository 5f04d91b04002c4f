/**
 * A picture, blurred until it is there.
 *
 * @module
 */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Attachment } from '@posthorn/protocol';
import { ImageOff } from 'lucide-react';
import { thumbHashToDataURL } from 'thumbhash';
import { fileUrl } from './file-url.ts';
import { FILES_CROSS_ORIGIN } from '../frame/root.ts';
import css from './files.module.css';

export interface PictureProps {
  readonly file: Attachment;
  /** How wide it is shown at most, in CSS pixels. */
  readonly width: number;
}

/** Fills the box that it is put into. */
export function Picture({ file, width }: PictureProps): ReactNode {
  const { i18n } = useLingui();
  const [state, setState] = useState<'loading' | 'there' | 'failed'>('loading');
  const blurred = useMemo(() => blurredUrl(file.thumbhash), [file.thumbhash]);
  const { src, srcSet } = sources(file);
  if (state === 'failed')
    return (
      <span className={css.missing}>
        <ImageOff aria-hidden="true" />
        {i18n._('Not available')}
      </span>
    );
  return (
    <>
      {blurred !== undefined && state === 'loading' && <img className={css.blurred} src={blurred} alt="" />}
      <img
        className={css.picture}
        data-state={state}
        crossOrigin={FILES_CROSS_ORIGIN}
        src={src}
        srcSet={srcSet}
        sizes={`${width}px`}
        width={file.width}
        height={file.height}
        alt={file.alt}
        loading="lazy"
        decoding="async"
        draggable={false}
        onLoad={() => setState('there')}
        onError={() => setState('failed')}
      />
    </>
  );
}

const MAX_MOVING_BYTES = 8_000_000;

/** What moves is shown as it is, unless it is large or the user wants less motion. */
function sources({ id, type, bytes, thumbnails }: Attachment): {
  readonly src: string;
  readonly srcSet: string | undefined;
} {
  const isMoving = type === 'image/gif' && bytes <= MAX_MOVING_BYTES;
  const [smallest] = thumbnails;
  if (smallest === undefined || (isMoving && !matchMedia('(prefers-reduced-motion: reduce)').matches))
    return { src: fileUrl(id), srcSet: undefined };
  const srcSet = thumbnails.map((size) => `${fileUrl(id, { size })} ${size}w`).join(', ');
  return { src: fileUrl(id, { size: thumbnails.at(-1) ?? smallest }), srcSet };
}

/** Undefined if there is none, or it is damaged. */
export function blurredUrl(thumbhash: Uint8Array): string | undefined {
  if (thumbhash.length < 5) return undefined;
  try {
    return thumbHashToDataURL(thumbhash);
  } catch {
    return undefined;
  }
}
