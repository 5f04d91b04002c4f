/**
 * The files of a message.
 *
 * @module
 */
import { Suspense, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Incoming } from '@posthorn/client';
import type { Attachment } from '@posthorn/protocol';
import { durationText, fileKind } from '../../model/file-kind.ts';
import { FileCard } from './file-card.tsx';
import { FILES_CROSS_ORIGIN } from '../frame/root.ts';
import css from './files.module.css';
import { fileUrl } from './file-url.ts';
import { PictureGrid } from './picture-grid.tsx';

export { OutgoingFiles } from './outgoing-files.tsx';
import { part } from '../../ui/part.tsx';

const SoundPlayer = part(async () => (await import('./sound-player.tsx')).SoundPlayer);

/** Pictures, players and cards of a message. Nothing if it has no files. Its size is known before anything has loaded. */
export function MessageFiles({ message }: { readonly message: Incoming }): ReactNode {
  const { conversation, seq } = message;
  const { attachments } = message.content;
  const place = useMemo(() => ({ conversation, seq }), [conversation, seq]);
  if (attachments.length === 0) return undefined;
  const pictures = attachments.filter((file) => fileKind(file) === 'picture');
  const others = attachments.filter((file) => fileKind(file) !== 'picture');
  return (
    <div className={css.files} data-pictures={pictures.length === attachments.length}>
      {pictures.length > 0 && <PictureGrid pictures={pictures} place={place} />}
      {others.map((file) => (
        <OneFile key={file.id} file={file} />
      ))}
    </div>
  );
}

function OneFile({ file }: { readonly file: Attachment }): ReactNode {
  const { i18n } = useLingui();
  const { id, name, bytes, durationMs, waveform } = file;
  const url = fileUrl(id);
  // As large as the player that comes in its place.
  const waiting = <div className={css.player} />;
  switch (fileKind(file)) {
    case 'voice':
      return (
        <>
          <Suspense fallback={waiting}>
            <SoundPlayer
              url={url}
              label={i18n._('voice message')}
              durationMs={durationMs}
              waveform={waveform}
            />
          </Suspense>
          {file.alt !== '' && <p className={css.alt}>{file.alt}</p>}
        </>
      );
    case 'audio':
      return (
        <div className={css.sound}>
          <Suspense fallback={waiting}>
            <SoundPlayer url={url} label={name} durationMs={durationMs} waveform={waveform} />
          </Suspense>
          <FileCard
            id={id}
            name={name}
            bytes={bytes}
            {...(durationMs > 0 && { detail: durationText(durationMs) })}
          />
        </div>
      );
    case 'video':
      return <Video file={file} />;
    default:
      return <FileCard id={id} name={name} bytes={bytes} />;
  }
}

const VIDEO_WIDTH = 380;

function Video({ file }: { readonly file: Attachment }): ReactNode {
  const { id, name, alt, width, height, thumbnails } = file;
  const ratio = width > 0 && height > 0 ? Math.min(2.4, Math.max(0.7, width / height)) : 16 / 9;
  const size = thumbnails.at(-1);
  return (
    <video
      className={css.video}
      style={{ width: Math.min(VIDEO_WIDTH, Math.round(400 * ratio)), aspectRatio: String(ratio) }}
      crossOrigin={FILES_CROSS_ORIGIN}
      src={fileUrl(id)}
      poster={size === undefined ? undefined : fileUrl(id, { size })}
      controls
      playsInline
      preload={size === undefined ? 'metadata' : 'none'}
      aria-label={alt || name}
    />
  );
}
