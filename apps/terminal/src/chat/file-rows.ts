/**
 * The files of a message as rows: what they are, and what pictures look like.
 *
 * @module
 */
import type { Attachment } from '@posthorn/client';
import { attachmentWords } from '../files/attachment-line.ts';
import { blockRows, blockSize } from '../pictures/blocks.ts';
import type { Colour } from '../pictures/pixels.ts';
import { blurredPicture } from '../pictures/thumbhash.ts';
import type { Line } from './state.ts';
import { styled, truncated } from './styled.ts';
import type { Styled } from './styled.ts';

/** How pictures are drawn. */
export interface Art {
  /** Behind what is transparent. */
  readonly background: Colour;
  /** Of the terminal's colours; 8 or 24. */
  readonly bits: number;
}

const MOST = { columns: 40, rows: 10 };

/** Without indentation. */
export function fileRows(
  { attachments = [], pictures, transfer, isGone }: Line,
  columns: number,
  art: Art | undefined,
): readonly Styled[] {
  if (isGone === true) return [];
  return attachments.flatMap((attachment, at) => {
    const number = attachments.length > 1 ? styled(`${at + 1} `, { dimColor: true }) : [];
    const progress =
      transfer === undefined || transfer === '' || at > 0
        ? []
        : styled(` · ${transfer}`, { tone: 'attention' });
    const words = truncated([...number, ...styled(attachmentWords(attachment)), ...progress], columns);
    return [words, ...(art === undefined ? [] : pictureRows(attachment, { pictures, columns, art }))];
  });
}

function pictureRows(
  { id, width, height, thumbhash }: Attachment,
  {
    pictures,
    columns,
    art,
  }: { readonly pictures: Line['pictures']; readonly columns: number; readonly art: Art },
): readonly Styled[] {
  const picture = pictures?.get(id) ?? blurredPicture(thumbhash);
  if (picture === undefined) return [];
  const shape = width > 0 && height > 0 ? { width, height } : picture;
  const size = blockSize(shape, { columns: Math.min(columns, MOST.columns), rows: MOST.rows });
  return blockRows(picture, size, art).map((row) => styled(row));
}
