/**
 * The options of link previews.
 *
 * @module
 */
import { onOff } from '../../config/kinds.ts';
import { OPTION_GROUPS, option } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

export const PREVIEW_OPTIONS = {
  previews: option({
    group: OPTION_GROUPS.operation,
    kind: onOff,
    default: true,
    description:
      'Whether routers fetch the pages that messages link to, and add a preview to the message. The pages learn the ' +
      'address of the router, and that somebody has sent the link. Set it for all routers.',
    example: 'off',
  }),
} as const satisfies OptionTable;
