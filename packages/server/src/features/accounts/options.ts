/**
 * The options of accounts.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import { choice, count, duration, onOff, freeText } from '../../config/kinds.ts';
import type { Kind } from '../../config/kinds.ts';
import { OPTION_GROUPS, option, optional } from '../../config/option.ts';
import type { OptionTable, ValuesOf } from '../../config/option.ts';

const DAY_MS = 86_400_000;

/** `#rrggbb`. */
const colour: Kind<string> = {
  placeholder: 'COLOUR',
  parse(raw) {
    if (typeof raw !== 'string' || !isColour(raw)) throw new Error('must be a colour such as #0a7d5a');
    return raw.toLowerCase();
  },
  format: (value) => value,
};

export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

export const ACCOUNT_OPTIONS = {
  serverName: option({
    group: OPTION_GROUPS.accounts,
    kind: freeText('NAME', { min: 1, max: 100 }),
    default: 'Posthorn',
    description:
      'What the server is called where people log in. Holds until an administrator sets something else.',
    example: 'Verona Chat',
  }),
  accent: optional({
    group: OPTION_GROUPS.accounts,
    kind: colour,
    absent: 'the web client’s own',
    description:
      'The colour of the web client’s buttons and links. Holds until an administrator sets something else.',
    example: '#0a7d5a',
  }),
  registration: option({
    group: OPTION_GROUPS.accounts,
    kind: choice('open', 'invite', 'closed'),
    default: 'open',
    description:
      'Who may make an account: anybody, whoever has an invite to a group, or nobody. The very first one can always be ' +
      'made: from this machine, or with the bootstrap secret. Holds until an administrator sets something else.',
    example: 'closed',
  }),
  admin: optional({
    group: OPTION_GROUPS.accounts,
    kind: freeText('NAME', { min: 1, max: LIMITS.maxNameChars }),
    absent: 'the first account',
    description:
      'The name of the account that becomes administrator when it registers. On a server that other machines reach ' +
      'whoever registers with the bootstrap secret becomes it, and nobody else gets this name.',
    example: 'ann',
  }),
  loginPolicy: option({
    group: OPTION_GROUPS.accounts,
    kind: choice('multi', 'one-per-class', 'single', 'reject'),
    default: 'one-per-class',
    description:
      'How many devices of a user may be connected: any number; one of each class (mobile, desktop, web, ' +
      'terminal; the newest wins); one in all (the newest wins); or one of each class and the first one stays.',
    example: 'multi',
  }),
  lobby: option({
    group: OPTION_GROUPS.accounts,
    kind: onOff,
    default: true,
    description: 'The room where everyone is.',
    example: 'off',
  }),
  registrationsPerHour: option({
    group: OPTION_GROUPS.accounts,
    kind: count({ min: 0, max: 1_000_000 }),
    default: 10_000,
    description:
      'New accounts from one address (IPv6: one /64, four times as many from one /48) within an hour; 0 sets no bound.',
    example: '20',
  }),
  sessionTtl: option({
    group: OPTION_GROUPS.accounts,
    kind: duration({ minMs: 60_000, maxMs: 3650 * DAY_MS }),
    default: 90 * DAY_MS,
    description: 'A login that is not used for this long ends.',
    example: '30d',
  }),
  sessionLifetime: optional({
    group: OPTION_GROUPS.accounts,
    kind: duration({ minMs: 60_000, maxMs: 3650 * DAY_MS }),
    absent: 'as long as it is used',
    description: 'A login ends after this long, however much it is used. Set it for all routers.',
    example: '30d',
  }),
  passwordLogin: option({
    group: OPTION_GROUPS.accounts,
    kind: onOff,
    default: true,
    description:
      'Whether people log in and register with passwords. Off: by single sign-on and JWTs alone; administrators still log in ' +
      'with a password from this machine, so that nobody locks themselves out.',
    example: 'off',
  }),
  passwordMinLength: option({
    group: OPTION_GROUPS.accounts,
    kind: count({ min: 1, max: 128 }),
    default: 8,
    description: 'Shortest password, in characters, that is taken for a new account or a change.',
    example: '12',
  }),
  commonPasswords: option({
    group: OPTION_GROUPS.accounts,
    kind: onOff,
    default: false,
    description:
      'Whether a new account or a change may take one of the 50,000 most common passwords. Accounts that have one already log in as before.',
    example: 'on',
  }),
  eraseWords: option({
    group: OPTION_GROUPS.accounts,
    kind: onOff,
    default: true,
    description:
      'Whether the words of the direct messages that somebody has sent go with their account. What they said in groups stays.',
    example: 'off',
  }),
} as const satisfies OptionTable;

/** Which devices of one user may be connected at the same time. */
export type LoginPolicy = ValuesOf<typeof ACCOUNT_OPTIONS>['loginPolicy'];
