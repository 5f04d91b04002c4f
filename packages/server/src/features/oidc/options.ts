/**
 * The options of single sign-on.
 *
 * @module
 */
import { freeText } from '../../config/kinds.ts';
import { optional, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';
import { SIGN_IN } from '../../config/sign-in-options.ts';
import { readProviders } from './providers-file.ts';

export const OIDC_OPTIONS = {
  oidc: optional({
    group: SIGN_IN,
    kind: freeText('FILE', { min: 1, max: 4096 }),
    absent: 'none',
    description:
      'A JSON file with providers of single sign-on (OpenID Connect), which the page docs/sign-in.md describes. Set ' +
      '--public-url where a proxy is in front.',
    example: '/etc/posthorn/oidc.json',
  }),
} as const satisfies OptionTable;

export function checkOidc(config: Values): void {
  const { oidc } = optionsOf(config, OIDC_OPTIONS);
  if (oidc !== undefined) readProviders(oidc);
}
