/**
 * The files of a message that is on its way.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { OutgoingMessage, UploadInfo } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { X } from 'lucide-react';
import { errorWords } from '../../model/error-words.ts';
import { isPictureType, sizeText } from '../../model/file-kind.ts';
import { formatLocale } from '../../model/format-locale.ts';
import { gridOf } from '../../model/picture-grid.ts';
import type { Size } from '../../model/picture-grid.ts';
import { useComposerMemories } from '../composer/memory.tsx';
import { FileKindMark } from './file-card.tsx';
import css from './files.module.css';
import { cellStyle, gridStyle } from './grid-style.ts';

/** With what of them was sent. Pictures that were chosen in this tab look as they will once they are sent. */
export function OutgoingFiles({ message }: { readonly message: OutgoingMessage }): ReactNode {
  const { uploads, clientId, state } = message;
  const engine = useEngine();
  const { i18n } = useLingui();
  const local = usePictures(clientId);
  if (uploads.length === 0) return undefined;
  const isLocal = (upload: UploadInfo): boolean => local.some(({ at }) => uploads[at] === upload);
  return (
    <div className={css.files} data-pictures={local.length === uploads.length}>
      {local.length > 0 && <LocalPictures pictures={local} uploads={uploads} />}
      {uploads
        .filter((upload) => !isLocal(upload))
        .map((upload) => (
          <UploadCard key={upload.id} upload={upload} />
        ))}
      {state === 'uploading' && (
        <button
          type="button"
          className={css.cancel}
          // If it was sent in time, there is nothing to cancel.
          onClick={() => void engine.discard(clientId).catch(() => false)}
        >
          <X aria-hidden="true" />
          {i18n._('Cancel upload')}
        </button>
      )}
    </div>
  );
}

interface LocalPicture extends Size {
  /** Its place among the files of the message. */
  readonly at: number;
  readonly url: string;
  readonly name: string;
}

/** Pictures that this tab has sent with a message, once they are measured. */
function usePictures(clientId: string): readonly LocalPicture[] {
  const files = useComposerMemories().sent(clientId);
  const [pictures, setPictures] = useState<readonly LocalPicture[]>([]);
  useEffect(() => {
    const urls: string[] = [];
    let isCurrent = true;
    const measure = async (): Promise<void> => {
      const found = files.map(async ({ file, name }, at): Promise<readonly LocalPicture[]> => {
        if (!isPictureType(file.type)) return [];
        const { width, height } = await sizeOf(file);
        const url = URL.createObjectURL(file);
        urls.push(url);
        return [{ at, url, name, width, height }];
      });
      const all = (await Promise.all(found)).flat();
      if (isCurrent) setPictures(all);
    };
    // What cannot be drawn here is shown as a file.
    measure().catch(() => {});
    return () => {
      isCurrent = false;
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, [files]);
  return pictures;
}

async function sizeOf(file: Blob): Promise<Size> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

function LocalPictures({
  pictures,
  uploads,
}: {
  readonly pictures: readonly LocalPicture[];
  readonly uploads: readonly UploadInfo[];
}): ReactNode {
  const { i18n } = useLingui();
  const grid = gridOf(pictures);
  const format = new Intl.NumberFormat(formatLocale(i18n), { style: 'percent' });
  return (
    <div className={css.grid} style={gridStyle(grid, pictures)} data-single={pictures.length === 1}>
      {grid.cells.map((cell, index) => {
        const picture = pictures[index];
        const upload = uploads[picture?.at ?? -1];
        if (picture === undefined) return undefined;
        return (
          <div key={picture.at} className={css.cell} style={cellStyle(cell)}>
            <img className={css.picture} src={picture.url} alt={picture.name} draggable={false} />
            {upload !== undefined && upload.state !== 'done' && (
              <span className={css.more} data-state={upload.state}>
                {upload.state === 'failed' ? i18n._('Failed') : format.format(partOf(upload))}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}

function partOf({ bytes, sent }: UploadInfo): number {
  return bytes === 0 ? 0 : Math.min(1, sent / bytes);
}

function UploadCard({ upload }: { readonly upload: UploadInfo }): ReactNode {
  const { i18n } = useLingui();
  const { name, bytes, state, error } = upload;
  const part = partOf(upload);
  const format = new Intl.NumberFormat(formatLocale(i18n), { style: 'percent' });
  const words = {
    waiting: i18n._('Waiting'),
    sending: format.format(part),
    processing: i18n._('Processing…'),
    done: i18n._('Uploaded'),
    failed: error === undefined ? i18n._('Failed') : errorWords(i18n, error),
  }[state];
  return (
    <div className={css.card} data-state={state}>
      <FileKindMark name={name} />
      <span className={css.cardWords}>
        <span className={css.cardName}>
          <bdi>{name}</bdi>
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
