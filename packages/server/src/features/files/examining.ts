/**
 * The parts of a router that look at the bytes of files.
 *
 * @module
 */
import { tmpdir } from 'node:os';
import { optionsOf } from '../../config/option.ts';
import type { RouterState } from '../../router/services.ts';
import { Media } from './media/media.ts';
import { MEDIA_OPTIONS } from './media/options.ts';
import { isShown } from './media/sniff.ts';
import { scannerOf } from './scan.ts';
import type { Scanner } from './scan.ts';

export const MEDIA: RouterState<Media> = {
  name: 'media of files',
  open: ({ config, clock }) => {
    const { mediaWorkers, thumbnails, ffmpeg, stripLocation } = optionsOf(config.options, MEDIA_OPTIONS);
    const directory = tmpdir();
    return new Media({ directory, clock, maxWorkers: mediaWorkers, thumbnails, ffmpeg, stripLocation });
  },
  close: (media) => media.close(),
};

/** Undefined: no scanner was named. */
export const SCANNER: RouterState<Scanner | undefined> = {
  name: 'scanner of files',
  open: ({ config, clock, logger }) =>
    scannerOf({ options: config.options, directory: tmpdir(), clock, logger }),
  close: async (scanner) => scanner?.close(),
};

/** Whether a browser may show a file of this type by itself: nothing in it runs. */
export function mayBeShown(type: string): boolean {
  return type === 'text/plain' || isShown(type);
}
