/**
 * The options of the scanner for files.
 *
 * @module
 */
import { choice, duration, freeText } from '../../../config/kinds.ts';
import { OPTION_GROUPS, optional, option } from '../../../config/option.ts';
import type { OptionTable } from '../../../config/option.ts';

export const SCAN_OPTIONS = {
  scanFiles: optional({
    group: OPTION_GROUPS.files,
    kind: freeText('COMMAND|URL', { min: 1, max: 4096 }),
    secret: true,
    description:
      'A scanner, such as one for viruses, that each file passes before anybody can load it. A command is run with the path ' +
      'of the file behind its own arguments, without a shell: exit code 0 is clean, 1 is not. A URL gets the bytes in a POST, and ' +
      'answers with {"clean": true} or {"clean": false, "reason": "…"}.',
    example: 'clamdscan --fdpass --no-summary',
    absent: 'none',
  }),
  scanFailure: option({
    group: OPTION_GROUPS.files,
    kind: choice('refuse', 'allow'),
    default: 'refuse',
    description: 'What becomes of a file when the scanner fails, or takes longer than --scan-timeout.',
    example: 'allow',
  }),
  scanTimeout: option({
    group: OPTION_GROUPS.files,
    kind: duration({ minMs: 100, maxMs: 3_600_000 }),
    default: 60_000,
    description: 'How long the scanner may take for one file.',
    example: '5m',
  }),
} as const satisfies OptionTable;
