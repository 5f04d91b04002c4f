/**
 * The options of looking at files.
 *
 * @module
 */
import { count, freeText, onOff } from '../../../config/kinds.ts';
import { OPTION_GROUPS, optional, option } from '../../../config/option.ts';
import type { OptionTable } from '../../../config/option.ts';

export const MEDIA_OPTIONS = {
  mediaWorkers: optional({
    group: OPTION_GROUPS.files,
    kind: count({ min: 1, max: 64 }),
    description:
      'How many files a router looks at at once: their size and duration, thumbnails, waveforms. Each takes a process of low priority ' +
      'while there is work. Others wait, and users take turns.',
    example: '2',
    absent: 'half as many as there are cores',
  }),
  thumbnails: option({
    group: OPTION_GROUPS.files,
    kind: onOff,
    default: true,
    description:
      'Whether small pictures are made of pictures and videos that are sent, in processes of low priority and bounded memory. ' +
      'Pictures need sharp, an optional dependency that npm installs; videos need ffmpeg.',
    example: 'off',
  }),
  ffmpeg: optional({
    group: OPTION_GROUPS.files,
    kind: freeText('PATH|off', { min: 1, max: 4096 }),
    description:
      'The program ffmpeg, which makes pictures of videos and waveforms of sounds. Without it, there are neither, except ' +
      'waveforms of WAV files.',
    example: '/usr/local/bin/ffmpeg',
    absent: 'found on the PATH if it is there',
  }),
  stripLocation: option({
    group: OPTION_GROUPS.files,
    kind: onOff,
    default: true,
    description:
      'Whether pictures and videos that say where they were taken lose it, together with all else that they say about themselves but ' +
      'which way up they are, and their colours. Nothing is encoded again. Those that do not say it stay as they are, byte for byte.',
    example: 'off',
  }),
} as const satisfies OptionTable;
