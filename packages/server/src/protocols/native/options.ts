/**
 * The options of the native protocol.
 *
 * @module
 */
import { ConfigError } from '../../config/config-error.ts';
import { listenPlaceOrOff } from '../../config/listen-place.ts';
import { OPTION_GROUPS, option, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';
import { PLACE_OPTIONS } from '../../config/place-options.ts';

export const NATIVE_OPTIONS = {
  tcp: option({
    group: OPTION_GROUPS.place,
    kind: listenPlaceOrOff,
    default: 7011,
    description:
      'Port for the native protocol over TCP. 0 takes any free one. An absolute path makes a Unix socket instead.',
    example: '7011',
  }),
} as const satisfies OptionTable;

export function checkNative(config: Values): void {
  const [{ http }, { tcp }] = [optionsOf(config, PLACE_OPTIONS), optionsOf(config, NATIVE_OPTIONS)];
  if (http !== 0 && http === tcp) {
    throw new ConfigError(`--http and --tcp are both ${http}; give one of them another place.`);
  }
}
