/**
 * What tabs may ask of the engine, by name.
 *
 * @module
 */
import type { Calls, RequestCase } from '@posthorn/protocol';
import { insideOf } from '../inside.ts';
import type { Incoming } from '../api.ts';
import type { Account } from './account.ts';
import type { Engine, FileToSend, UploadInfo } from './api.ts';
import { uploadInfo, waitingUpload } from './uploads.ts';
import type { Method, Order } from './wire.ts';

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (info: UploadInfo) => void;
}

type Callable = Exclude<RequestCase, 'hello' | 'attach' | 'send'>;

/** As in the engine, but what cannot cross a port is left out. */
export type Methods = Pick<Engine, Exclude<Method, 'upload'>> & {
  upload(file: FileToSend): ReturnType<Engine['upload']>;
};

/** Where a tab is, for orders that concern it. */
export interface TabPlace {
  focus: number | undefined;
  usedAt: number;
}

export function methodsOf(account: Account, { signal, onProgress }: CallOptions): Methods {
  const { core, sends } = account;
  return {
    send: (...args) => sends.send(...args),
    acked: (clientId) => sends.acked(clientId),
    retry: (clientId) => sends.retry(clientId),
    discard: (clientId) => sends.discard(clientId),
    call: (name, request) => call(account, name, request),
    search: (query, options) => core.client.search(query, options),
    searchHere: (query, limit) => searchHere(account, query, limit),
    setMine: (key, value) => core.client.mine.set(key, value),
    upload: (file) => upload(account, file, { signal, onProgress }),
    signOut: () => account.signOut(),
  };
}

export function ordersOf(
  account: Account,
  tab: TabPlace,
): Pick<Engine, Exclude<Order, 'probe'>> & { probe(): void } {
  const { core, conversations, people, bots } = account;
  return {
    dismiss: (conversation, id) => bots.dismiss(conversation, id),
    markRead(conversation, seq) {
      core.client.markRead(conversation, seq);
      conversations.read(conversation, seq);
    },
    setTyping: (conversation, active) => people.setTyping(conversation, active),
    setFocus(conversation) {
      tab.focus = conversation;
      if (conversation !== undefined) tab.usedAt = core.platform.monotonic();
    },
    reconnect: () => insideOf(core.client).probe(),
    probe: () => insideOf(core.client).probe(),
  };
}

/** Requests whose answers are conversations. */
const GIVE_CONVERSATION: ReadonlySet<string> = new Set([
  'getConversation',
  'openDirect',
  'createGroup',
  'joinByInvite',
  'joinGroup',
]);

/** Makes a request, and takes over what the answer says of values that are shown. */
async function call<K extends Callable>(
  { core, conversations, people, log, bots }: Account,
  name: K,
  request: Calls[K]['init'],
): Promise<Calls[K]['reply']> {
  const reply = await core.client.call(name, request);
  // The name says which type the answer has; the type checker cannot follow K.
  if (GIVE_CONVERSATION.has(name)) conversations.heard(reply as Calls['getConversation']['reply']);
  else if (name === 'interact') {
    const { ephemeral } = reply as Calls['interact']['reply'];
    if (ephemeral !== undefined) bots.ephemeral(ephemeral);
  } else if (name === 'updateProfile') people.heard(reply as Calls['updateProfile']['reply']);
  else if (name === 'getUsers' || name === 'findUsers')
    for (const user of (reply as Calls['getUsers']['reply']).users) people.heard(user);
  else if ('conversation' in request && typeof request.conversation === 'number') {
    if (name === 'forgetConversation') conversations.forget(request.conversation);
    else if (!/^(list|get|find|search)/.test(name)) conversations.doubt(request.conversation);
  }
  // Other devices are told of it.
  if (name === 'setThread') {
    const { conversation = 0, seq = 0 } = request as Calls['setThread']['init'];
    log.readAgain(conversation, seq).catch(core.onError);
  }
  return reply;
}

async function searchHere({ core }: Account, query: string, limit = 50): Promise<readonly Incoming[]> {
  const words = query
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: Incoming[] = [];
  if (words.length === 0) return found;
  await core.seen.scan((message) => {
    const { text, attachments, kind } = message.content;
    if (kind !== undefined) return;
    const where = [text, ...attachments.map(({ name }) => name)].join('\n').toLocaleLowerCase();
    if (words.every((word) => where.includes(word))) found.push(message);
  });
  return found.sort((a, b) => b.time - a.time).slice(0, limit);
}

async function upload(
  account: Account,
  toSend: FileToSend,
  { signal, onProgress }: CallOptions,
): ReturnType<Engine['upload']> {
  const { file, name, alt, voice } = toSend;
  let info = waitingUpload('', toSend);
  const running = account.files.upload(file, {
    name,
    type: file.type,
    ...(alt !== undefined && { alt }),
    ...(voice !== undefined && { voice }),
    signal,
    onProgress(progress) {
      info = uploadInfo(info, progress);
      onProgress(info);
    },
  });
  return running.done;
}
