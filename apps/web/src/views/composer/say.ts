/**
 * Sends what was written.
 *
 * @module
 */
import type { Engine, FileToSend } from '@posthorn/client/engine';
import type { ContentInit } from '@posthorn/protocol';
import { newId } from '../../model/ids.ts';
import { mentionsOf, namesIn } from '../../model/message-text.ts';

/** What to say, and where. */
export interface Saying {
  readonly conversation: number;
  /** Seq of the message whose thread it is said in; 0: in the conversation itself. */
  readonly thread: number;
  readonly text: string;
  readonly replyTo: number;
  readonly files: readonly FileToSend[];
  /** 0: as the conversation's setting says. */
  readonly vanishAfterMs: number;
}

/** Longest wait for the accounts that a text names. After it the message goes out without alerting them. */
const NAMES_TIMEOUT_MS = 1500;

/** Resolves to its client id when the message is stored on the device. */
export async function say(engine: Engine, saying: Saying, onId: (clientId: string) => void): Promise<string> {
  const { conversation, files } = saying;
  const content = await contentOf(engine, saying);
  // Who draws the message knows its files by the id before it is on its way.
  const clientId = newId();
  onId(clientId);
  await engine.send({ conversation }, content, { clientId, ...(files.length > 0 && { files }) });
  return clientId;
}

/** The message, with whom it names. */
export async function contentOf(engine: Engine, saying: Omit<Saying, 'files'>): Promise<ContentInit> {
  const { text, replyTo, thread, vanishAfterMs } = saying;
  return {
    text,
    ...(replyTo !== 0 && { replyTo }),
    ...(thread !== 0 && { thread }),
    ...(vanishAfterMs !== 0 && { vanishAfterMs }),
    ...(await mentions(engine, text)),
  };
}

/** Changes what was said. */
export async function sayAnew(
  engine: Engine,
  conversation: number,
  target: number,
  text: string,
): Promise<void> {
  const value = { target, text, ...(await mentions(engine, text)) };
  await engine.send({ conversation }, { kind: { case: 'edit', value } });
}

async function mentions(engine: Engine, text: string): Promise<ReturnType<typeof mentionsOf>> {
  const names = namesIn(text);
  const ids = new Map<string, number>();
  if (names.length > 0) {
    for (const { id, name } of engine.users.get().values()) ids.set(name.toLowerCase(), id);
    const unknown = names.filter((name) => !ids.has(name.toLowerCase()));
    if (unknown.length > 0 && engine.status.get().connection === 'online')
      for (const { id, name } of await lookUp(engine, unknown)) ids.set(name.toLowerCase(), id);
  }
  return mentionsOf(text, (name) => ids.get(name.toLowerCase()));
}

async function lookUp(
  engine: Engine,
  names: readonly string[],
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly never[]>();
  const timer = setTimeout(() => resolve([]), NAMES_TIMEOUT_MS);
  // A name of nobody is a word like others.
  const found = engine.call('getUsers', { names }).then(
    ({ users }) => users,
    () => [],
  );
  try {
    return await Promise.race([found, late]);
  } finally {
    clearTimeout(timer);
  }
}
