/**
 * The options of before-hooks.
 *
 * @module
 */
import { ConfigError } from '../../config/config-error.ts';
import { choice, duration, freeText, list } from '../../config/kinds.ts';
import { option, optional, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';
import { SECRET_PREFIX } from '../../outgoing/signature.ts';
import { hookPlace } from './places.ts';

const GROUP = { heading: 'Before-hooks', order: 65 } as const;
const MIN_KEY_BYTES = 24;

export const HOOK_OPTIONS = {
  beforeHook: option({
    group: GROUP,
    kind: list(hookPlace),
    default: [],
    description:
      'Services that are asked before something happens, in this order, each with what it is asked about: send, upload, ' +
      'register, join (without it: everything). Each allows, refuses, or changes what is said (docs/hooks.md). They need ' +
      'public addresses with https at the port 443, or --webhook-allow. Set it for all routers.',
    example: 'send+upload=https://hooks.example.com/posthorn',
    absent: 'nobody is asked',
  }),
  beforeHookSecret: optional({
    group: GROUP,
    kind: freeText('SECRET', { min: SECRET_PREFIX.length + 1, max: 200 }),
    description:
      'Signs what the services of --before-hook are asked, as webhooks are signed: whsec_ and at least 24 bytes in Base64.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    secret: true,
  }),
  beforeHookModule: optional({
    group: GROUP,
    kind: freeText('FILE', { min: 1, max: 4096 }),
    description:
      'A JavaScript module that is asked in this process, after the services: it exports functions send, upload, register ' +
      'and join, as far as it wants to be asked.',
    example: '/etc/posthorn/hooks.mjs',
  }),
  beforeHookTimeout: option({
    group: GROUP,
    kind: duration({ minMs: 10, maxMs: 10_000 }),
    default: 500,
    description: 'How long each of them has for an answer.',
    example: '1s',
  }),
  beforeHookFailure: option({
    group: GROUP,
    kind: choice('refuse', 'allow'),
    default: 'refuse',
    description:
      'What happens when one of them does not answer, or with something that cannot be read. refuse: it is refused for ' +
      'now, so clients try again; allow: it happens.',
    example: 'allow',
  }),
} as const satisfies OptionTable;

/** Throws a ConfigError. */
export function checkHookOptions(config: Values): void {
  const { beforeHook, beforeHookSecret: secret } = optionsOf(config, HOOK_OPTIONS);
  if (secret !== undefined && !isSecret(secret))
    throw new ConfigError('option before-hook-secret must be whsec_ and at least 24 bytes in Base64');
  if (beforeHook.length > 0 && secret === undefined)
    throw new ConfigError(
      'option before-hook needs before-hook-secret: with it the service knows that this server asks',
    );
}

function isSecret(text: string): boolean {
  if (!text.startsWith(SECRET_PREFIX)) return false;
  const key = text.slice(SECRET_PREFIX.length);
  return /^[A-Za-z0-9+/]+={0,2}$/.test(key) && Buffer.from(key, 'base64').length >= MIN_KEY_BYTES;
}
