/**
 * The pictures of one message.
 *
 * @module
 */
import { Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Attachment } from '@posthorn/protocol';
import { gridOf } from '../../model/picture-grid.ts';
import css from './files.module.css';
import { cellStyle, gridStyle } from './grid-style.ts';
import { Picture } from './picture.tsx';
import type { Place } from './viewer.tsx';
import { overlayPart } from '../../ui/part.tsx';

const Viewer = overlayPart(async () => (await import('./viewer.tsx')).Viewer);

export interface PictureGridProps {
  readonly pictures: readonly Attachment[];
  /** The message that they belong to. */
  readonly place: Place;
}

export function PictureGrid({ pictures, place }: PictureGridProps): ReactNode {
  const { i18n } = useLingui();
  const [opened, setOpened] = useState<number>();
  const grid = gridOf(pictures);
  const { cells, hidden } = grid;
  const style = gridStyle(grid, pictures);
  return (
    <div className={css.grid} style={style} data-single={pictures.length === 1}>
      {cells.map((cell, at) => {
        const file = pictures[at];
        if (file === undefined) return undefined;
        const isLast = at === cells.length - 1 && hidden > 0;
        return (
          <button
            key={file.id}
            type="button"
            className={css.cell}
            style={cellStyle(cell)}
            aria-label={file.alt || file.name}
            onClick={() => setOpened(at)}
          >
            <Picture file={file} width={Math.ceil(style.width * cell.width)} />
            {isLast && (
              <span className={css.more} aria-label={i18n._('{count} more', { count: hidden })}>
                +{hidden + 1}
              </span>
            )}
          </button>
        );
      })}
      {opened !== undefined && (
        <Suspense>
          <Viewer
            items={pictures.map((file) => ({ file, ...place }))}
            at={opened}
            onClose={() => setOpened(undefined)}
            onFailed={() => setOpened(undefined)}
          />
        </Suspense>
      )}
    </div>
  );
}
