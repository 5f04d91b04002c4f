/**
 * A file that is no picture, video or sound.
 *
 * @module
 */
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { Download } from 'lucide-react';
import { formatLocale } from '../../model/format-locale.ts';
import { extensionOf, sizeText } from '../../model/file-kind.ts';
import css from './files.module.css';
import { fileUrl } from './file-url.ts';

export interface FileCardProps {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** What else there is to say of it, beside its size. */
  readonly detail?: ReactNode;
}

export function FileCard({ id, name, bytes, detail }: FileCardProps): ReactNode {
  const { i18n } = useLingui();
  return (
    <a
      className={css.card}
      href={fileUrl(id, { download: true })}
      download={name}
      aria-label={i18n._('Download {name}', { name })}
    >
      <FileKindMark name={name} />
      <span className={css.cardWords}>
        <span className={css.cardName}>
          <bdi>{name}</bdi>
        </span>
        <small>
          {sizeText(bytes, formatLocale(i18n))}
          {detail !== undefined && <> · {detail}</>}
        </small>
      </span>
      <Download className={css.cardIcon} aria-hidden="true" />
    </a>
  );
}

/** A box with the ending of its name. */
export function FileKindMark({ name }: { readonly name: string }): ReactNode {
  const ending = extensionOf(name);
  return (
    <span className={css.kind} data-kind={groupOf(ending)} aria-hidden="true">
      {ending || '•'}
    </span>
  );
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  sheet: ['XLS', 'XLSX', 'ODS', 'CSV', 'TSV'],
  slides: ['PPT', 'PPTX', 'ODP', 'KEY'],
  archive: ['ZIP', 'TAR', 'GZ', 'TGZ', '7Z', 'RAR', 'XZ', 'BZ2'],
  code: [
    'JS',
    'TS',
    'TSX',
    'PY',
    'GO',
    'RS',
    'C',
    'H',
    'CPP',
    'JAVA',
    'SH',
    'JSON',
    'YAML',
    'YML',
    'HTML',
    'CSS',
    'SQL',
  ],
};

/** Files of one kind have one colour. */
function groupOf(ending: string): string | undefined {
  return Object.keys(GROUPS).find((group) => GROUPS[group]?.includes(ending));
}
