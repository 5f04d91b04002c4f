/**
 * The providers of single sign-on of a router, and the ways to log in that they are.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { Values } from '../../config/option.ts';
import type { LoginWay } from '../../router/login-way.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { OIDC_OPTIONS } from './options.ts';
import { Provider } from './provider.ts';
import { readProviders } from './providers-file.ts';
import type { ProviderSettings } from './providers-file.ts';

export const SIGN_IN_URL = '/v1/sign-in/oidc/';

export const PROVIDERS: RouterState<ReadonlyMap<string, Provider>> = {
  name: 'oidc-providers',
  open: ({ config, clock, logger }) =>
    new Map(settingsIn(config.options).map((each) => [each.id, new Provider(each, { clock, logger })])),
};

/** Throws NOT_FOUND. */
export function providerCalled(
  services: Services,
  id: string,
): { readonly provider: Provider; readonly way: LoginWay } {
  const provider = services.state(PROVIDERS).get(id);
  const way = services.loginWays().find(({ name, kind }) => kind === 'oidc' && name === id);
  if (provider !== undefined && way !== undefined) return { provider, way };
  throw new PosthornError('NOT_FOUND', 'this server knows no such provider');
}

export function oidcWays({ config }: Services): readonly LoginWay[] {
  return settingsIn(config.options).map(({ id, title, register, update, linkByName, linkByEmail }) => ({
    name: id,
    title,
    kind: 'oidc',
    url: `${SIGN_IN_URL.slice(1)}${id}`,
    rules: {
      registers: register,
      updates: update,
      // At many providers people choose what they are called.
      linksNames: linkByName ? 'always' : 'never',
      linksEmails: linkByEmail,
      sessionMs: undefined,
    },
  }));
}

function settingsIn(options: Values): readonly ProviderSettings[] {
  const { oidc } = optionsOf(options, OIDC_OPTIONS);
  return oidc === undefined ? [] : readProviders(oidc);
}
