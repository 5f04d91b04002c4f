/**
 * The files of a message.
 *
 * @module
 */
import { lazy, Suspense, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { OutgoingMessage, UploadInfo } from '@posthorn/client/engine';
import type { Incoming } from '@posthorn/client';
import type { Attachment } from '@posthorn/protocol';
import { useEngine } from '@posthorn/react';
import { X } from 'lucide-react';
import { formatLocale } from '../../model/format-locale.ts';
import { durationText, fileKind, sizeText } from '../../model/file-kind.ts';
import { FileCard, FileKindMark } from './file-card.tsx';
import { FILES_CROSS_ORIGIN } from '../frame/root.ts';
import css from './files.module.css';
import { fileUrl } from './file-url.ts';
import { PictureGrid } from './picture-grid.tsx';

const SoundPlayer = lazy(async () => ({ default: (await import('./sound-player.tsx')).SoundPlayer }));

/** Pictures, players and cards of a message. Nothing if it has no files. Its size is known before anything has loaded. */
export function MessageFiles({ message }: { readonly message: Incoming }): ReactNode {
  const { conversation, seq } = message;
  const { attachments } = message.content;
  const place = useMemo(() => ({ conversation, seq }), [conversation, seq]);
  if (attachments.length === 0) return undefined;
  const pictures = attachments.filter((file) => fileKind(file) === 'picture');
  const others = attachments.filter((file) => fileKind(file) !== 'picture');
  return (
    <div className={css.files}>
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

/** The files of a message that is on its way, with what of them was sent. */
export function OutgoingFiles({ message }: { readonly message: OutgoingMessage }): ReactNode {
  const { uploads, clientId, state } = message;
  const engine = useEngine();
  const { i18n } = useLingui();
  if (uploads.length === 0) return undefined;
  return (
    <div className={css.files}>
      {uploads.map((upload) => (
        <UploadCard key={upload.id} upload={upload} />
      ))}
      {state === 'uploading' && (
        // A refusal means that it was sent in time: then there is nothing to cancel.
        <button
          type="button"
          className={css.cancel}
          onClick={() => void engine.discard(clientId).catch(() => false)}
        >
          <X aria-hidden="true" />
          {i18n._('Cancel upload')}
        </button>
      )}
    </div>
  );
}

function UploadCard({ upload }: { readonly upload: UploadInfo }): ReactNode {
  const { i18n } = useLingui();
  const { name, bytes, sent, state, error } = upload;
  const part = bytes === 0 ? 0 : Math.min(1, sent / bytes);
  const format = new Intl.NumberFormat(formatLocale(i18n), { style: 'percent' });
  const words = {
    waiting: i18n._('Waiting'),
    sending: format.format(part),
    processing: i18n._('Processing…'),
    done: i18n._('Uploaded'),
    failed: error?.message ?? i18n._('Failed'),
  }[state];
  return (
    <div className={css.card} data-state={state}>
      <FileKindMark name={name} />
      <span className={css.cardWords}>
        <span className={css.cardName} dir="auto">
          {name}
        </span>
        <small>
          {sizeText(bytes, formatLocale(i18n))} · {words}
        </small>
        {(state === 'sending' || state === 'waiting') && (
          <progress className={css.progress} value={part} aria-label={i18n._('Upload of {name}', { name })} />
        )}
      </span>
    </div>
  );
}
