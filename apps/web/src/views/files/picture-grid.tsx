/**
 * The pictures of one message.
 *
 * @module
 */
import { lazy, Suspense, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { Attachment } from '@posthorn/protocol';
import { gridOf } from '../../model/picture-grid.ts';
import type { Cell } from '../../model/picture-grid.ts';
import css from './files.module.css';
import { Picture } from './picture.tsx';
import type { Place } from './viewer.tsx';

const Viewer = lazy(async () => ({ default: (await import('./viewer.tsx')).Viewer }));

const MAX_WIDTH = 380;
const MAX_HEIGHT = 360;
const MIN_WIDTH = 140;

export interface PictureGridProps {
  readonly pictures: readonly Attachment[];
  /** The message that they belong to. */
  readonly place: Place;
}

export function PictureGrid({ pictures, place }: PictureGridProps): ReactNode {
  const { i18n } = useLingui();
  const [opened, setOpened] = useState<number>();
  const { ratio, cells, hidden } = gridOf(pictures);
  const [single] = pictures;
  const width =
    single !== undefined && pictures.length === 1
      ? Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, single.width, Math.round(MAX_HEIGHT * ratio)))
      : MAX_WIDTH;
  return (
    <div
      className={css.grid}
      style={{ width, aspectRatio: String(ratio) }}
      data-single={pictures.length === 1}
    >
      {cells.map((cell, at) => {
        const file = pictures[at];
        if (file === undefined) return undefined;
        const isLast = at === cells.length - 1 && hidden > 0;
        return (
          <button
            key={file.id}
            type="button"
            className={css.cell}
            style={placeOf(cell)}
            aria-label={file.alt || file.name}
            onClick={() => setOpened(at)}
          >
            <Picture file={file} width={Math.ceil(width * cell.width)} />
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
          />
        </Suspense>
      )}
    </div>
  );
}

/** From the side where reading begins. */
function placeOf({ left, top, width, height }: Cell): Record<string, string> {
  const percent = (part: number): string => `${part * 100}%`;
  return {
    insetInlineStart: percent(left),
    insetBlockStart: percent(top),
    width: percent(width),
    height: percent(height),
  };
}
