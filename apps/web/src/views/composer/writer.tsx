/**
 * The textarea of the composer, and behind it a layer that shows the marks of what is typed. The layer is as high as the text, and
 * so makes the textarea grow; words have the same place in both, since a mark never changes their width.
 *
 * @module
 */
import { memo } from 'react';
import type { ComponentProps, ReactNode } from 'react';
import { piecesOf } from '../../model/marks.ts';
import css from './writer.module.css';

export interface WriterProps extends Omit<ComponentProps<'textarea'>, 'value'> {
  readonly value: string;
}

export function Writer({ value, ...props }: WriterProps): ReactNode {
  return (
    <div className={css.scroll}>
      <div className={css.stack}>
        <MarkLayer text={value} />
        <textarea
          className={css.text}
          rows={1}
          // An empty one has the direction of the page, as its placeholder has.
          dir={value === '' ? undefined : 'auto'}
          value={value}
          autoCapitalize="sentences"
          enterKeyHint="enter"
          {...props}
        />
      </div>
    </div>
  );
}

const MarkLayer = memo(function MarkLayer({ text }: { readonly text: string }): ReactNode {
  return (
    <div className={css.layer} aria-hidden="true" dir="auto">
      {piecesOf(text).map(({ text: piece, mark }, at) =>
        mark === undefined ? (
          piece
        ) : (
          <span key={at} className={css[mark]}>
            {piece}
          </span>
        ),
      )}
      {/* An empty last line has a height too. */}
      {'\u200b'}
    </div>
  );
});
