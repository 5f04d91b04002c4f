/**
 * Files that go with the next message.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { ChevronLeft, ChevronRight, Play, X } from 'lucide-react';
import { formatLocale } from '../../model/format-locale.ts';
import { extensionOf, isPictureType, isVideoType, sizeText } from '../../model/file-kind.ts';
import { moved, withAlt, withoutFile } from '../../model/tray.ts';
import type { TrayFile } from '../../model/tray.ts';
import { useObjectUrl } from '../files/use-object-url.ts';
import css from './tray.module.css';

export interface TrayProps {
  readonly files: readonly TrayFile[];
  readonly onChange: (files: readonly TrayFile[]) => void;
}

export function Tray({ files, onChange }: TrayProps): ReactNode {
  const { i18n } = useLingui();
  if (files.length === 0) return undefined;
  return (
    <ul className={css.tray} aria-label={i18n._('Attachments')}>
      {files.map((file, at) => (
        <TrayItem
          key={file.id}
          file={file}
          isFirst={at === 0}
          isLast={at === files.length - 1}
          onMove={(by) => onChange(moved(files, file.id, by))}
          onRemove={() => onChange(withoutFile(files, file.id))}
          onAlt={(alt) => onChange(withAlt(files, file.id, alt))}
        />
      ))}
    </ul>
  );
}

interface TrayItemProps {
  readonly file: TrayFile;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
  readonly onAlt: (alt: string) => void;
}

function TrayItem({ file, isFirst, isLast, onMove, onRemove, onAlt }: TrayItemProps): ReactNode {
  const { i18n } = useLingui();
  const { name } = file;
  return (
    <li className={css.item}>
      <div className={css.face}>
        <Preview file={file} />
        <div className={css.tools}>
          {!isFirst && (
            <button
              type="button"
              aria-label={i18n._('Move {name} forward', { name })}
              onClick={() => onMove(-1)}
            >
              <ChevronLeft aria-hidden="true" />
            </button>
          )}
          {!isLast && (
            <button type="button" aria-label={i18n._('Move {name} back', { name })} onClick={() => onMove(1)}>
              <ChevronRight aria-hidden="true" />
            </button>
          )}
          <button
            type="button"
            className={css.remove}
            aria-label={i18n._('Remove {name}', { name })}
            onClick={onRemove}
          >
            <X aria-hidden="true" />
          </button>
        </div>
      </div>
      <span className={css.name} title={name}>
        <bdi>{name}</bdi>
      </span>
      <input
        className={css.alt}
        value={file.alt}
        maxLength={1000}
        placeholder={i18n._('Describe it')}
        aria-label={i18n._('Description of {name}', { name })}
        onChange={(event) => onAlt(event.target.value)}
      />
    </li>
  );
}

function Preview({ file: { file, type, name, bytes } }: { readonly file: TrayFile }): ReactNode {
  const { i18n } = useLingui();
  const isShown = isPictureType(type) || isVideoType(type);
  const url = useObjectUrl(isShown ? file : undefined);
  if (url !== undefined && isPictureType(type)) return <img className={css.picture} src={url} alt="" />;
  if (url !== undefined)
    return (
      <>
        {/* The first frame stands for it. */}
        <video className={css.picture} src={url} preload="metadata" muted playsInline tabIndex={-1} />
        <Play className={css.play} aria-hidden="true" />
      </>
    );
  return (
    <span className={css.card}>
      <b>{extensionOf(name) || i18n._('File')}</b>
      <small>{sizeText(bytes, formatLocale(i18n))}</small>
    </span>
  );
}
