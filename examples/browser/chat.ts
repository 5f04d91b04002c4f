// A chat with one person in a browser: pages of history, live messages, and messages that wait while the network is away.
//
// Run the server with:  npm start -- --origins http://127.0.0.1:8080
// and this page with:   npx esbuild examples/browser/chat.ts --bundle --format=esm --outdir=examples/browser \
//                         --servedir=examples/browser --serve=127.0.0.1:8080
import { connect, indexedDbStorage } from '@posthorn/client';
import type { Client, Message } from '@posthorn/client';

const PAGE = 30;

const login = find('login', HTMLFormElement);
const messages = find('messages', HTMLOListElement);

login.addEventListener('submit', (event) => {
  event.preventDefault();
  login.hidden = true;
  void start().catch((error: unknown) => {
    tell(error);
    login.hidden = false;
  });
});

async function start(): Promise<void> {
  const [server, user, password] = [field(login, 'server'), field(login, 'user'), field(login, 'password')];
  const client = await connect(
    { server, user, password, register: true },
    { storage: await indexedDbStorage(user), device: { class: 'web', label: 'Browser example' } },
  );
  client.on('state', (state) => {
    const error = state.name === 'online' ? undefined : state.error;
    tell(error === undefined ? state.name : `${state.name}: ${error.message}`);
  });
  try {
    const peer = await client.user(field(login, 'peer'));
    if (peer === undefined) throw new Error(`There is nobody called ${field(login, 'peer')}.`);
    const { id } = await client.call('openDirect', { user: peer.id });
    await open(client, id);
  } catch (error) {
    // What the state says already is the better reason.
    const reason = client.state.name === 'closed' ? (client.state.error ?? error) : error;
    await client.close();
    throw reason;
  }
}

async function open(client: Client, conversation: number): Promise<void> {
  // The storage knows what this browser has received, so a reload brings only what is new. The rest comes from the log.
  client.on('message', async (message) => {
    if (message.conversation === conversation) await show(client, message);
  });
  const older = find('older', HTMLButtonElement);
  const readPage = async (): Promise<void> => {
    const first = messages.querySelector<HTMLElement>('[data-seq]');
    const page = await client.history(conversation, {
      before: Number(first?.dataset['seq'] ?? 0),
      limit: PAGE,
    });
    for (const message of page) await show(client, message);
    // The first message of every conversation is number 1.
    older.hidden = page.length === 0 || page[0]?.seq === 1;
  };
  await readPage();
  older.addEventListener('click', () => void readPage().catch(tell));
  for (const { clientId, target, content } of client.pending()) {
    if ('conversation' in target && target.conversation === conversation) wait(clientId, content.text ?? '');
  }
  const say = find('say', HTMLFormElement);
  say.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = field(say, 'text');
    say.reset();
    wait(client.send({ conversation }, text).clientId, text);
  });
  client.on('sent', ({ clientId }) => waiting(clientId)?.remove());
  client.on('failed', ({ clientId, error }) => {
    waiting(clientId)?.append(` (not sent: ${error.message})`);
  });
  find('chat', HTMLDivElement).hidden = false;
}

/** Puts a message where its number belongs: history and live messages may come in any order, and twice. */
async function show(client: Client, message: Message): Promise<void> {
  const sender = await client.user(message.sender);
  if (messages.querySelector(`[data-seq="${message.seq}"]`) !== null) return;
  const time = new Date(message.time).toLocaleTimeString();
  const item = line(
    `${time} ${sender?.displayName || sender?.name || message.sender}: ${message.content.text}`,
  );
  item.dataset['seq'] = String(message.seq);
  const later = [...messages.querySelectorAll('li')].find(
    ({ dataset }) => Number(dataset['seq'] ?? Infinity) > message.seq,
  );
  messages.insertBefore(item, later ?? null);
  if (later?.dataset['seq'] === undefined) item.scrollIntoView();
}

/** Shows a message of ours that the server does not have yet. */
function wait(clientId: string, text: string): void {
  const item = line(text);
  item.dataset['clientId'] = clientId;
  item.className = 'waiting';
  messages.append(item);
  item.scrollIntoView();
}

function waiting(clientId: string): Element | null {
  return messages.querySelector(`[data-client-id="${CSS.escape(clientId)}"]`);
}

/** As text, never as HTML: it was written by somebody else. */
function line(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}

function field(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

function tell(words: unknown): void {
  find('state', HTMLParagraphElement).textContent = words instanceof Error ? words.message : String(words);
}

function find<T extends Element>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`The page lacks #${id}.`);
}
