/**
 * register, login, logout, password, profile, sessions.
 *
 * @module
 */
import type { LoggedIn } from '@posthorn/client';
import { login, register } from '@posthorn/client/node';
import type { Arguments, Command, Context } from '../command.ts';
import {
  accountOf,
  BOOTSTRAP_OPTION,
  bootstrapSecretOf,
  deviceLabel,
  profileName,
  serverOf,
  SOFTWARE,
} from '../credentials.ts';
import type { Account } from '../credentials.ts';
import { secret } from '../environment.ts';
import type { Environment } from '../environment.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { withClient } from '../online.ts';
import { prepareProfiles, readProfile, removeProfile, saveProfile } from '../profiles.ts';
import { sanitiseLine } from '../sanitise.ts';
import { withCode } from '../second-factor.ts';
import { serverAddress } from '../server-address.ts';
import { signIn, SSO_OPTION } from '../sign-in.ts';
import { busyNote, statusOf } from '../status.ts';
import { stampOf } from '../times.ts';
import { laterTime, wholeNumber } from '../arguments.ts';

const { code: OK } = EXIT_CODES.ok;

export const registerCommand: Command = {
  name: 'register',
  summary: 'Make an account.',
  usages: [
    '--server URL --user NAME --password PW [--display-name TEXT] [--save] [--bootstrap-secret SECRET]',
  ],
  options: {
    'display-name': { type: 'string', placeholder: 'TEXT', description: 'The name that others see.' },
    save: { type: 'boolean', description: 'Save the login as "posthorn login" does.' },
    'bootstrap-secret': BOOTSTRAP_OPTION,
  },
  positionals: [0, 0],
  async run(context) {
    const { args, io } = context;
    const account = accountOf(args, io.env);
    // First: a login that cannot be saved would be left behind on the server.
    if (args.flag('save')) prepareProfiles(io.env);
    const { user: name, password } = account;
    const device = { id: '', class: 'bot', label: deviceLabel('register') } as const;
    const displayName = args.text('display-name') ?? '';
    const bootstrapSecret = bootstrapSecretOf(args, io.env);
    const request = { name, password, displayName, device, bootstrapSecret };
    const { user, token } = await registered(context, account, request);
    if (args.flag('save')) save(context, account, token);
    const id = user?.id ?? 0;
    await context.output.result(
      { user: id, name: user?.name ?? name, admin: user?.admin ?? false },
      `Welcome, ${name}: your account is number ${id}${user?.admin === true ? ', and you are the administrator' : ''}.`,
    );
    return OK;
  },
};

/** Where a new account must have a second factor, it is there already when that is asked for: then it logs in. */
function registered(
  context: Context,
  account: Account,
  request: Parameters<typeof register>[1],
): Promise<LoggedIn> {
  const { server, user: name, password } = account;
  return withCode(context, account, (secondFactor) =>
    secondFactor === ''
      ? register(server, request, SOFTWARE)
      : login(server, { name, password, device: request.device, secondFactor }, SOFTWARE),
  );
}

export const loginCommand: Command = {
  name: 'login',
  summary: 'Log in and save it, so that other commands need no password.',
  usages: [
    '--server URL --user NAME --password PW [--profile NAME]',
    '[--server URL] --sso [PROVIDER] [--profile NAME]',
  ],
  options: { sso: SSO_OPTION },
  positionals: [0, 2],
  async run(context) {
    if (context.args.flag('sso')) return logInElsewhere(context);
    if (context.args.positionals.length > 0)
      throw new UsageError('Give the server with --server URL; a provider goes behind --sso.');
    const account = accountOf(context.args, context.io.env);
    prepareProfiles(context.io.env);
    const { server, user: name, password } = account;
    const device = { id: '', class: 'bot', label: deviceLabel('login') } as const;
    const { user, token } = await withCode(context, account, (secondFactor) =>
      login(server, { name, password, device, secondFactor }, SOFTWARE),
    );
    save(context, account, token);
    await context.output.result(
      { user: user?.id ?? 0, name: user?.name ?? name, profile: profileName(context.args) },
      `Logged in as ${name} at ${server}.`,
    );
    return OK;
  },
};

async function logInElsewhere(context: Context): Promise<number> {
  const { args, io, output } = context;
  prepareProfiles(io.env);
  const { server, provider } = placeOf(args, io.env);
  const device = { class: 'bot', label: deviceLabel('login') } as const;
  const { token, user } = await signIn(context, { server, provider, device });
  saveProfile(io.env, profileName(args), { server, user: user.name, token });
  await output.result(
    { user: user.id, name: user.name, profile: profileName(args) },
    `Logged in as ${user.name} at ${server}.`,
  );
  return OK;
}

/** A server may come first, as in "posthorn login https://chat.example.com --sso corp". */
function placeOf(
  args: Arguments,
  env: Environment,
): { readonly server: string; readonly provider: string | undefined } {
  const given = [...args.positionals];
  const first = given[0]?.includes('://') === true ? given.shift() : undefined;
  const [provider, ...rest] = given;
  if (rest.length > 0) throw new UsageError('Name one provider: --sso PROVIDER.');
  return { server: first === undefined ? serverOf(args, env) : serverAddress(first), provider };
}

export const logoutCommand: Command = {
  name: 'logout',
  summary: 'End a saved login.',
  usages: ['[--profile NAME]'],
  options: {},
  positionals: [0, 0],
  async run(context) {
    const name = profileName(context.args);
    if (readProfile(context.io.env, name) === undefined) {
      throw new UsageError(`No login is saved as "${name}".`);
    }
    try {
      await withClient(context, 'logout', (client) => client.call('logout', {}));
    } finally {
      // Also removes a login that has already ended, or whose server is gone.
      removeProfile(context.io.env, name);
    }
    await context.output.result({ profile: name }, 'Logged out.');
    return OK;
  },
};

export const passwordCommand: Command = {
  name: 'password',
  summary: 'Change your password.',
  usages: ['--user NAME --password OLD --new NEW [--keep-others]'],
  options: {
    new: {
      type: 'string',
      placeholder: 'PW',
      description:
        'The new password. Environment: POSTHORN_NEW_PASSWORD, or the path of a file in POSTHORN_NEW_PASSWORD_FILE.',
    },
    'keep-others': { type: 'boolean', description: 'Keep your other logins. Otherwise they end.' },
    'revoke-others': { type: 'boolean', description: 'The default; for scripts of the version before.' },
  },
  positionals: [0, 0],
  async run(context) {
    const { args, io, output } = context;
    const newPassword = args.text('new') ?? secret(io.env, 'POSTHORN_NEW_PASSWORD');
    if (newPassword === undefined) throw new UsageError('Give the new password with --new PW.');
    const { password: oldPassword } = accountOf(args, io.env);
    const keepOthers = args.flag('keep-others');
    await withClient(context, 'password', (client) =>
      client.call('changePassword', { oldPassword, newPassword, keepOthers, revokeOthers: !keepOthers }),
    );
    const others = keepOthers ? '' : ' Your other logins have ended; log in again where you need to.';
    await output.result({ changed: true }, `Your password is changed.${others}`);
    return OK;
  },
};

export const profileCommand: Command = {
  name: 'profile',
  summary: 'Show or change what others see of you.',
  usages: [
    '[--display-name TEXT] [--avatar URL] [--status TEXT] [--emoji EMOJI] [--until TIME] [--busy TIME]',
  ],
  options: {
    'display-name': { type: 'string', placeholder: 'TEXT', description: 'The name that others see.' },
    status: {
      type: 'string',
      placeholder: 'TEXT',
      description: 'A line about yourself. Replaces the emoji and the time too.',
    },
    emoji: {
      type: 'string',
      placeholder: 'EMOJI',
      description: 'One emoji beside the status. Replaces the text too.',
    },
    until: {
      type: 'string',
      placeholder: 'TIME',
      description: 'When the status ends, as in --at of schedule.',
    },
    busy: {
      type: 'string',
      placeholder: 'TIME',
      description: 'Do not disturb me until then; "off": you may.',
    },
    avatar: { type: 'string', placeholder: 'URL', description: 'A picture.' },
  },
  positionals: [0, 0],
  async run(context) {
    const { args, output } = context;
    const [end, busy] = [args.text('until'), args.text('busy')];
    const changes = {
      displayName: args.text('display-name'),
      statusText: args.text('status'),
      statusEmoji: args.text('emoji'),
      statusUntil: end === undefined ? undefined : laterTime(end),
      busyUntil: busy === undefined ? undefined : busy === 'off' ? 0 : laterTime(busy),
      avatarUrl: args.text('avatar'),
    };
    const user = await withClient(context, 'profile', (client) => client.call('updateProfile', changes));
    const { name, displayName, avatarUrl, statusUntil } = user;
    const status = statusOf(user);
    const until = status === '' || statusUntil === 0 ? '' : ` (until ${stampOf(statusUntil)})`;
    await output.result(
      user,
      [name, displayName, `${status}${until}`, busyNote(user), avatarUrl].filter((line) => line !== ''),
    );
    return OK;
  },
};

export const sessionsCommand: Command = {
  name: 'sessions',
  summary: 'List your logins on all devices, or end one.',
  usages: ['', 'revoke ID'],
  options: {},
  positionals: [0, 2],
  async run(context) {
    const [verb, id] = context.args.positionals;
    if (verb === undefined) return listSessions(context);
    if (verb !== 'revoke' || id === undefined)
      throw new UsageError('Use "posthorn sessions" or "posthorn sessions revoke ID".');
    const session = wholeNumber(id, 'ID', 1);
    await withClient(context, 'sessions', (client) => client.call('revokeSession', { session }));
    await context.output.result({ revoked: session }, 'That login has ended.');
    return OK;
  },
};

async function listSessions(context: Context): Promise<number> {
  const { sessions } = await withClient(context, 'sessions', (client) => client.call('listSessions', {}));
  for (const session of sessions) {
    const { id, device, lastUsedAt, current } = session;
    const label = sanitiseLine(device?.label ?? '');
    await context.output.result(
      session,
      `${id}\t${device?.class ?? ''}\t${new Date(lastUsedAt).toISOString()}\t${label}${current ? ' (this one)' : ''}`,
    );
  }
  return OK;
}

function save({ args, io }: Context, { server, user }: Account, token: string): void {
  saveProfile(io.env, profileName(args), { server, user, token });
}
