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
import { ask, askSecret } from '../ask.ts';

export const chatCommand: Command = {
  name: 'chat',
  summary: 'Chat in the terminal.',
  usages: ['[--server URL] [--user NAME] [--register]'],
  options: {
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
  positionals: [0, 0],
  async run({ args, io, output }) {
    const theme = themeOf(args);
    const person = await identify(args, io);
    const client = await open(person, args, io);
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
    if (!output.isJson && error.code === 'BAD_CREDENTIALS') {
      throw new PosthornError(error.code, `${error.message}; with --register a new account is made`);
    }
    throw error;
  },
};

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
  readonly storage: Storage;
}

async function identify(args: Arguments, io: Io): Promise<Person> {
  const server = serverOf(args, io.env);
  const isInteractive = io.stdin.isTTY === true && io.stdout.isTTY === true;
  const named = args.text('user') ?? variable(io.env, 'POSTHORN_USER');
  const user = named ?? (isInteractive ? await ask(io, `Your name at ${server}: `) : '');
  if (user === '') throw new UsageError('Say who you are: --user NAME.');
  const storage = await deviceStorage(args.text('state') ?? stateDirectory(io.env, server, user));
  try {
    const hasLogin = (await storage.load()).has('session');
    const given = passwordOf(args, io.env) ?? (hasLogin ? '' : undefined);
    if (given === undefined && !isInteractive) throw passwordNeeded();
    return { server, user, password: given ?? (await askSecret(io, 'Password: ')), storage };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function open(
  { server, user, password, storage }: Person,
  args: Arguments,
  { env }: Io,
): Promise<Client> {
  const bootstrapSecret = bootstrapSecretOf(args, env);
  return connect(
    { server, user, password, register: args.flag('register'), bootstrapSecret },
    {
      device: { class: 'terminal', label: deviceLabel('chat') },
      storage,
      software: SOFTWARE,
    },
  );
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
