/**
 * How the server shows itself, and how administrators change that.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type { GetServer, ServerInit, SetServer } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine } from '../../router/texts.ts';
import { hasPasswordLogin } from '../accounts/accounts.ts';
import { isFromAnywhere } from '../accounts/bootstrap.ts';
import { ACCOUNT_OPTIONS, isColour } from '../accounts/options.ts';
import { SETTINGS } from '../accounts/server-settings.ts';
import type { SettingName } from '../accounts/server-settings-queries.ts';
import { typeOfLogo } from './logo-type.ts';

export const LOGO_URL = '/v1/server/logo';

const MAX_NAME_CHARS = 100;
const MAX_LOGO_BYTES = 131_072;
const HASH_CHARS = 16;

export async function getServer(
  services: Services,
  caller: Caller,
  _request: GetServer,
): Promise<ServerInit> {
  const settings = services.state(SETTINGS);
  const [{ logoHash, ...shown }, setUp] = await Promise.all([settings.get(), settings.setUp()]);
  const isNew = setUp?.hasAdministrator === false;
  // Where the first account becomes administrator, a second one does not.
  const isSetUp = !isNew || (setUp.hasUsers && !setUp.isWaiting);
  return {
    ...shown,
    version: services.config.version,
    isSetUp,
    needsBootstrapSecret: !isSetUp && isFromAnywhere(services, caller),
    logoUrl: logoHash === '' ? '' : `${LOGO_URL.slice(1)}?${logoHash}`,
    limits: limitsOf(services),
    signIn: signInWays(services),
  };
}

export async function setServer(services: Services, caller: Caller, request: SetServer): Promise<ServerInit> {
  const { name, registration, accent, logo } = request;
  const changes: (readonly [name: SettingName, value: Uint8Array | undefined])[] = [];
  const details: Record<string, string> = {};
  const setText = (key: 'name' | 'registration' | 'accent', value: string): void => {
    changes.push([key, value === '' ? undefined : Buffer.from(value)]);
    details[key] = value;
  };
  if (name !== undefined) setText('name', checkedLine(name, 'server name', MAX_NAME_CHARS));
  if (registration !== undefined) setText('registration', registration === 'unspecified' ? '' : registration);
  if (accent !== undefined) setText('accent', checkedColour(accent));
  if (logo !== undefined) {
    const hash = hashOfLogo(logo);
    changes.push(
      ['logo', hash === undefined ? undefined : logo],
      ['logo-hash', hash === undefined ? undefined : Buffer.from(hash)],
    );
    details['logo'] = hash ?? '';
  }
  await services.state(SETTINGS).set(caller, changes, details);
  return getServer(services, caller, {});
}

/** Passwords first: whoever has none finds the others beside them. */
function signInWays(services: Services): NonNullable<ServerInit['signIn']> {
  const ways = services.loginWays().map(({ name, title, kind, url = '' }) => ({ name, title, kind, url }));
  return hasPasswordLogin(services) ? [{ name: 'password', kind: 'password' }, ...ways] : ways;
}

function limitsOf({ blobs, config }: Services): NonNullable<ServerInit['limits']> {
  return {
    // The feature of files has it; its own option's parser has made it.
    fileBytes: blobs === undefined ? 0 : (config.options['maxFile'] as number),
    textBytes: LIMITS.maxTextBytes,
    attachments: LIMITS.maxAttachments,
    passwordChars: optionsOf(config.options, ACCOUNT_OPTIONS).passwordMinLength,
  };
}

function checkedColour(text: string): string {
  if (text === '' || isColour(text)) return text.toLowerCase();
  throw new PosthornError('INVALID', 'a colour is #rrggbb', { reason: 'colour-invalid' });
}

/** Undefined: the logo is to go. Throws TOO_LARGE, INVALID. */
function hashOfLogo(logo: Uint8Array): string | undefined {
  if (logo.length === 0) return undefined;
  if (logo.length > MAX_LOGO_BYTES)
    throw new PosthornError('TOO_LARGE', `a logo has at most ${MAX_LOGO_BYTES} bytes`, {
      reason: 'logo-too-large',
    });
  if (typeOfLogo(logo) === undefined)
    throw new PosthornError('INVALID', 'a logo is a PNG, JPEG or WebP', { reason: 'logo-type' });
  return createHash('sha256').update(logo).digest('hex').slice(0, HASH_CHARS);
}
