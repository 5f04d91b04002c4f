/**
 * The options of files.
 *
 * @module
 */
import { duration, freeText, list, size } from '../../config/kinds.ts';
import { OPTION_GROUPS, option, optional } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const KIB = 1024;
const GIB = 1_073_741_824;
/** More than any disk has. */
const MOST_BYTES = 1024 * 1024 * GIB;
const MINUTE = 60_000;
const DAY = 86_400_000;

const { files: FILES } = OPTION_GROUPS;

const mediaType = freeText('TYPE', { min: 1, max: 128 });

export const FILE_OPTIONS = {
  maxFile: option({
    group: FILES,
    kind: size({ min: KIB, max: MOST_BYTES }),
    default: 2 * GIB,
    description: 'Largest file that a user may upload. (Telegram and WhatsApp take 2 GB, Slack 1 GB.)',
    example: '100MiB',
  }),
  fileQuota: option({
    group: FILES,
    kind: size({ min: KIB, max: MOST_BYTES }),
    default: 20 * GIB,
    description:
      'What the files of one user may have together. Uploads under way count as long as they will be; a file that is in no message any more stops counting.',
    example: '5GiB',
  }),
  filesQuota: optional({
    group: FILES,
    kind: size({ min: KIB, max: MOST_BYTES }),
    description: 'The same for the files of all users together.',
    absent: 'as much as the storage takes',
    example: '500GiB',
  }),
  fileTypes: optional({
    group: FILES,
    kind: list(mediaType),
    description:
      'Media types that may be uploaded, as the server recognises them by the bytes; `image/*` is all that begin so.',
    absent: 'all',
    example: 'image/*,video/*,application/pdf',
  }),
  fileTypesForbidden: option({
    group: FILES,
    kind: list(mediaType),
    default: [],
    description: 'Media types that may not be uploaded, also if they are among the others.',
    example: 'application/x-msdownload',
  }),
  fileLink: option({
    group: FILES,
    kind: duration({ minMs: 1000, maxMs: DAY }),
    default: MINUTE,
    description:
      'How long a link to a file is good. It ends sooner with the login that it was made in, and with the access of its user.',
    example: '5m',
  }),
  uploadLifetime: option({
    group: FILES,
    kind: duration({ minMs: MINUTE, maxMs: 365 * DAY }),
    default: 7 * DAY,
    description: 'An upload that has got no bytes for so long is dropped.',
    example: '2d',
  }),
  fileUnsent: option({
    group: FILES,
    kind: duration({ minMs: MINUTE, maxMs: 365 * DAY }),
    default: DAY,
    description: 'A file that was uploaded and is in no message after this time is dropped.',
    example: '2h',
  }),
} as const satisfies OptionTable;

/** Whether a type may be uploaded. */
export function mayBeType(
  type: string,
  {
    fileTypes,
    fileTypesForbidden,
  }: { readonly fileTypes: readonly string[] | undefined; readonly fileTypesForbidden: readonly string[] },
): boolean {
  const isOf = (pattern: string): boolean =>
    pattern.endsWith('/*')
      ? type.startsWith(pattern.slice(0, -1).toLowerCase())
      : pattern.toLowerCase() === type;
  return (fileTypes === undefined || fileTypes.some(isOf)) && !fileTypesForbidden.some(isOf);
}
