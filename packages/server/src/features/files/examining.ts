/**
 * The part of a router that looks at the bytes of files.
 *
 * @module
 */
import { tmpdir } from 'node:os';
import type { RouterState } from '../../router/services.ts';
import { Media } from './media/media.ts';
import { isShown } from './media/sniff.ts';

export const MEDIA: RouterState<Media> = {
  name: 'media of files',
  open: () => new Media({ directory: tmpdir(), stripMetadata: true }),
  close: (media) => media.close(),
};

/** Whether a browser may show a file of this type by itself: nothing in it runs. */
export function mayBeShown(type: string): boolean {
  return type === 'text/plain' || isShown(type);
}
