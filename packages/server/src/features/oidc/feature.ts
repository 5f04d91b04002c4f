/**
 * Single sign-on by OpenID Connect.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { addOidc } from './http.ts';
import { OIDC_PATHS } from './openapi.ts';
import { checkOidc, OIDC_OPTIONS } from './options.ts';
import { oidcWays, PROVIDERS } from './providers.ts';

export const OIDC = {
  name: 'oidc',
  options: { table: OIDC_OPTIONS, check: checkOidc },
  states: [PROVIDERS],
  loginWays: oidcWays,
  addHttp: addOidc,
  openApi: OIDC_PATHS,
} as const satisfies Feature;
