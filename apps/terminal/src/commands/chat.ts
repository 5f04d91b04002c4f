/**
 * chat: the terminal client for people.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client, Storage } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import { Chat } from '../chat/chat.ts';
import { printer, runPlain } from '../chat/plain.ts';
import { openAiResponder, ruleResponder } from '../chat/responder.ts';
import type { Responder } from '../chat/responder.ts';
import { THEME_NAMES } from '../chat/theme.ts';
import type { ThemeName } from '../chat/theme.ts';
import type { Arguments, Command, Context } from '../command.ts';
import {
  BOOTSTRAP_OPTION,
  bootstrapSecretOf,
  deviceLabel,
  passwordNeeded,
  passwordOf,
  serverOf,
  SOFTWARE,
} from '../credentials.ts';
import { deviceStorage } from '../device-storage.ts';
import { secret, variable } from '../environment.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { stateDirectory } from '../profiles.ts';
import { signIn, SSO_OPTION } from '../sign-in.ts';
import { ask, askSecret } from '../ask.ts';
import { withCode } from '../second-factor.ts';

export const chatCommand: Command = {
  name: 'chat',
  summary: 'Chat in the terminal.',
  usages: ['[--server URL] [--user NAME] [--register]', '[--server URL] --sso [PROVIDER]'],
  options: {
    sso: SSO_OPTION,
    register: { type: 'boolean', description: 'Create the account if there is none.' },
    'bootstrap-secret': BOOTSTRAP_OPTION,
    plain: {
      type: 'boolean',
      description: 'Print lines instead of a full screen. Automatic without a terminal.',
    },
    'no-mouse': {
      type: 'boolean',
      description: 'Leave the mouse to the terminal: it selects text, and clicks do nothing here.',
    },
    theme: {
      type: 'string',
      placeholder: 'auto|light|dark',
      description:
        'Colours for a light or dark background; default: for what the terminal says it has. NO_COLOR=1 leaves them out.',
    },
    state: {
      type: 'string',
      placeholder: 'DIR',
      description: 'Where this device keeps its login, outbox and positions.',
    },
    'ai-url': {
      type: 'string',
      placeholder: 'URL',
      description:
        'An OpenAI-compatible endpoint for :ai, like http://localhost:11434/v1. Key: POSTHORN_AI_KEY.',
    },
    'ai-model': { type: 'string', placeholder: 'NAME', description: 'The model to ask there.' },
  },
  positionals: [0, 1],
  async run(context) {
    const { args, io, output } = context;
    const theme = themeOf(args);
    const person = args.flag('sso') ? await identifyElsewhere(context) : await identify(args, io);
    const client = await open(person, context).catch((error: unknown) => {
      throw hinted(error, output.isJson);
    });
    const isPlain =
      args.flag('plain') || io.env['TERM'] === 'dumb' || io.stdin.isTTY !== true || io.stdout.isTTY !== true;
    const onLine = printer(io);
    const chat = new Chat({
      client,
      responder: responderOf(args, io),
      signal: io.signal,
      ...(isPlain && { onLine }),
    });
    chat.set({ isMouseOn: !args.flag('no-mouse'), theme });
    const refused = refusal(client);
    try {
      if (isPlain) await runPlain(chat, io);
      else await (await import('../chat/screen.ts')).runScreen(chat, io);
    } finally {
      chat.close();
      await client.close();
    }
    const error = refused();
    if (error === undefined) return EXIT_CODES.ok.code;
    throw hinted(error, output.isJson);
  },
};

/** An error with what people can do about it; programs get it as it is. */
function hinted(error: unknown, isJson: boolean): unknown {
  if (isJson || !(error instanceof PosthornError) || error.code !== 'BAD_CREDENTIALS') return error;
  return new PosthornError(error.code, `${error.message}; with --register a new account is made`);
}

function themeOf(args: Arguments): ThemeName {
  const wanted = args.text('theme') ?? 'auto';
  const found = THEME_NAMES.find((name) => name === wanted);
  if (found === undefined) throw new UsageError('--theme is auto, light or dark.');
  return found;
}

interface Person {
  readonly server: string;
  readonly user: string;
  readonly password: string;
  /** Where this device keeps its login, outbox and positions. */
  readonly directory: string;
  readonly storage: Storage;
  /** It has a login, so the password is not needed. */
  readonly hasLogin: boolean;
}

/** Logs in at a provider, and keeps that as the device's login. */
async function identifyElsewhere(context: Context): Promise<Person> {
  const { args, io } = context;
  const server = serverOf(args, io.env);
  const [provider] = args.positionals;
  const device = { class: 'terminal', label: deviceLabel('chat') } as const;
  const { token, user: account } = await signIn(context, { server, provider, device });
  const user = account.name;
  const directory = args.text('state') ?? stateDirectory(io.env, server, user);
  const storage = await deviceStorage(directory);
  const kept = (await storage.load()).get('session') as { readonly user: string } | undefined;
  if (kept !== undefined && kept.user !== user) {
    await storage.close();
    throw new UsageError(
      `This directory belongs to ${kept.user}: give ${user} one of their own with --state DIR.`,
    );
  }
  await storage.put([['session', { user, token }]]);
  return { server, user, password: '', directory, storage, hasLogin: true };
}

async function identify(args: Arguments, io: Io): Promise<Person> {
  if (args.positionals.length > 0) throw new UsageError('A provider goes behind --sso.');
  const server = serverOf(args, io.env);
  const isInteractive = io.stdin.isTTY === true && io.stdout.isTTY === true;
  const named = args.text('user') ?? variable(io.env, 'POSTHORN_USER');
  const user = named ?? (isInteractive ? await ask(io, `Your name at ${server}: `) : '');
  if (user === '') throw new UsageError('Say who you are: --user NAME.');
  const directory = args.text('state') ?? stateDirectory(io.env, server, user);
  const storage = await deviceStorage(directory);
  try {
    const hasLogin = (await storage.load()).has('session');
    const given = passwordOf(args, io.env) ?? (hasLogin ? '' : undefined);
    if (given === undefined && !isInteractive) throw passwordNeeded();
    const password = given ?? (await askSecret(io, 'Password: '));
    return { server, user, password, directory, storage, hasLogin };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function open(person: Person, context: Context): Promise<Client> {
  if (person.hasLogin) return openWith(person, context, '');
  let storage: Storage | undefined = person.storage;
  return withCode(context, person, async (code) => {
    // A client that was refused has closed it.
    storage ??= await deviceStorage(person.directory);
    const client = await openWith({ ...person, storage }, context, code);
    const error = await firstRefusal(client);
    if (error === undefined) return client;
    await client.close();
    storage = undefined;
    throw error;
  });
}

function openWith(
  { server, user, password, storage }: Person,
  { args, io }: Context,
  code: string,
): Promise<Client> {
  const bootstrapSecret = bootstrapSecretOf(args, io.env);
  const register = args.flag('register');
  return connect(
    { server, user, password, register, bootstrapSecret, secondFactor: () => code },
    {
      device: { class: 'terminal', label: deviceLabel('chat') },
      storage,
      software: SOFTWARE,
    },
  );
}

/** Why the first login is refused for good. Undefined: it is not, or the server does not answer yet, which the chat shows. */
function firstRefusal(client: Client): Promise<PosthornError | undefined> {
  return new Promise((resolve) => {
    const off = client.on('state', look);
    look(client.state);
    function look({
      name,
      error,
    }: {
      readonly name: string;
      readonly error?: PosthornError | undefined;
    }): void {
      if (name === 'connecting' && error === undefined) return;
      off();
      resolve(name === 'closed' ? error : undefined);
    }
  });
}

/** Returns a function that tells why the server refused us for good, if it did. */
function refusal(client: Client): () => PosthornError | undefined {
  let error: PosthornError | undefined;
  client.on('state', (state) => {
    if (state.name === 'closed') error = state.error;
  });
  return () => error;
}

function responderOf(args: Arguments, io: Context['io']): Responder {
  const url = args.text('ai-url') ?? io.env['POSTHORN_AI_URL'];
  if (url === undefined) return ruleResponder();
  if (!URL.canParse(url)) throw new UsageError(`--ai-url: "${url}" is not a URL.`);
  const model = args.text('ai-model') ?? io.env['POSTHORN_AI_MODEL'];
  if (model === undefined) throw new UsageError('Say which model to ask: --ai-model NAME.');
  return openAiResponder({ url, model, key: secret(io.env, 'POSTHORN_AI_KEY') });
}
