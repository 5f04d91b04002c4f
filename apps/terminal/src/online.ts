/**
 * Runs a function with a connected client, and cleans up afterwards.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import type { Client, Content } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import type { Context } from './command.ts';
import { credentialsOf, deviceLabel, SOFTWARE } from './credentials.ts';
import type { OwnCredentials } from './credentials.ts';
import { withCode } from './second-factor.ts';

/** How long a command tries to reach its server. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * For commands that ask or send, and end. Without a saved login it logs in, and out again afterwards, so that scripts
 * leave no sessions behind. Rejects with the reason if it cannot connect.
 */
export async function withClient<T>(
  context: Context,
  command: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const credentials = credentialsOf(context.args, context.io.env);
  const run = (login: OwnCredentials): Promise<T> => withLogin(context, { command, login, work });
  if (!('password' in credentials)) return run(credentials);
  return withCode(context, credentials, (code) => run({ ...credentials, secondFactor: () => code }));
}

async function withLogin<T>(
  { io, output }: Context,
  {
    command,
    login,
    work,
  }: {
    readonly command: string;
    readonly login: OwnCredentials;
    readonly work: (client: Client) => Promise<T>;
  },
): Promise<T> {
  const client = await connect(login, {
    device: { class: 'bot', label: deviceLabel(command) },
    receives: false,
    software: SOFTWARE,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  client.on('error', (error) => output.error(error));
  const onAbort = (): void => void client.close();
  io.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await online(client);
    const result = await work(client);
    // Does not wait for the answer: the server then ends the connection, as we want.
    if ('password' in login) await client.call('logout', {}).catch(() => {});
    return result;
  } finally {
    io.signal.removeEventListener('abort', onAbort);
    await client.close();
  }
}

/** Resolves when the client is connected. Rejects with the reason if it never will be. */
export function online(
  client: Client,
  options: { readonly onWait?: (error: PosthornError) => void } = {},
): Promise<void> {
  if (client.state.name === 'online') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const off = client.on('state', (state) => {
      if (state.name === 'connecting') {
        if (state.error !== undefined) options.onWait?.(state.error);
        return;
      }
      off();
      if (state.name === 'online') resolve();
      else reject(state.error ?? new PosthornError('UNAVAILABLE', 'interrupted'));
    });
  });
}

/** The id of a user given by name, or by id (only digits). Rejects with NOT_FOUND. */
export async function userId(client: Client, nameOrId: string): Promise<number> {
  if (/^\d+$/.test(nameOrId)) return Number(nameOrId);
  const user = await client.user(nameOrId);
  if (user === undefined) throw new PosthornError('NOT_FOUND', `there is no user called ${nameOrId}`);
  return user.id;
}

/** A user's name for display; the id if the name is unknown. */
export async function userName(client: Client, id: number): Promise<string> {
  if (id === 0) return 'the server';
  try {
    return (await client.user(id))?.name ?? String(id);
  } catch {
    return String(id);
  }
}

/** Whether it is the account of a program; false: not known, too. */
export async function isBotUser(client: Client, id: number): Promise<boolean> {
  if (id === 0) return false;
  const user = await client.user(id).catch(() => undefined);
  return user?.bot === true;
}

/** Who says a message. What is called something by itself is marked, since nobody has checked the name. */
export async function speaker(
  client: Client,
  { sender, content }: { readonly sender: number; readonly content: Pick<Content, 'author'> },
): Promise<string> {
  const { author } = content;
  if (author === undefined) return userName(client, sender);
  return author.incoming > 0 ? `${author.name} [app]` : author.name;
}

/** Who said first what was forwarded; 0: that is not told. */
export async function originOf(client: Client, user: number): Promise<string> {
  return user === 0 ? 'somebody' : userName(client, user);
}
