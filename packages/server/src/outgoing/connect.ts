/**
 * One HTTP request to one server, over a connection to an address that was checked.
 *
 * @module
 */
import type { Agent, ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { bareHost } from '../hosts.ts';
import { http } from '../http/node-http.ts';
import { OutgoingError } from './error.ts';
import type { KeptConnections, KeptRequest } from './kept.ts';
import type { Reach } from './reach.ts';
import type { Resolver } from './resolver.ts';

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const MAX_HEADER_BYTES = 16_384;

export interface ConnectOptions {
  readonly reach: Reach;
  readonly resolver: Resolver;
  readonly headers: OutgoingHttpHeaders;
  readonly signal: AbortSignal;
  /** What is posted. Absent: the request is a GET. */
  readonly body?: Uint8Array;
  /** Absent: the connection is used for this request alone. */
  readonly kept?: KeptConnections;
}

/** Resolves with the answer when its headers are there. Destroy it, or read it to its end. */
export async function connect(url: URL, options: ConnectOptions): Promise<IncomingMessage> {
  return answerTo(url, { ...(await reachable(url, options)), ...options });
}

/** Where a URL leads. */
interface Target {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** Looks up where a URL leads. Rejects with an OutgoingError if that may not be called. */
export async function reachable(
  url: URL,
  options: Pick<ConnectOptions, 'reach' | 'resolver' | 'signal'>,
): Promise<Target> {
  const port = portOf(url);
  const host = bareHost(url.hostname);
  const addresses = isIP(host) === 0 ? await options.resolver.resolve(host, options.signal) : [host];
  options.reach.check(addresses, port);
  return { host, port, addresses };
}

/** Throws `refused` for what is neither http nor https, and for a URL with a login. */
export function portOf({ protocol, port, username, password }: URL): number {
  const usual = PORTS[protocol];
  if (usual === undefined) throw new OutgoingError('refused', 'only http and https are called');
  if (username !== '' || password !== '') throw new OutgoingError('refused', 'the URL contains a login');
  return port === '' ? usual : Number(port);
}

interface Request extends ConnectOptions, Target {}

async function answerTo(url: URL, { kept, ...asked }: Request): Promise<IncomingMessage> {
  const { sent, answer } = send(url, asked, kept?.agentOf(url.protocol));
  try {
    return await answer;
  } catch (error) {
    // The other server may close a connection whenever it waits for nothing, also at the moment when it is used again.
    if (!sent.reusedSocket || asked.signal.aborted) throw error;
    return send(url, asked).answer;
  }
}

interface Sent {
  readonly sent: ClientRequest;
  readonly answer: Promise<IncomingMessage>;
}

/** Without an agent over a connection of its own, with no proxy of the environment. */
function send(
  url: URL,
  { host, port, addresses, headers, signal, body }: Omit<Request, 'kept'>,
  agent: Agent | false = false,
): Sent {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { request } = url.protocol === 'https:' ? https : http;
  const options: KeptRequest = {
    host,
    port,
    method: body === undefined ? 'GET' : 'POST',
    path: `${url.pathname}${url.search}`,
    headers,
    lookup: pinnedTo(addresses),
    addresses,
    agent,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  const sent = request(options);
  let isAnswered = false;
  sent.once('response', (answer: IncomingMessage) => {
    isAnswered = true;
    resolve(answer);
  });
  // Each time: an error that nobody hears ends the process.
  sent.on('error', reject);
  // Until the answer has been read, too. The request's own option for it takes several times as long.
  const end = (): void => void sent.destroy(new OutgoingError('unreachable', 'it was given up'));
  signal.addEventListener('abort', end, { once: true });
  sent.once('close', () => {
    signal.removeEventListener('abort', end);
    // As after an upgrade that nobody asked for. Settled already after an error.
    if (!isAnswered) reject(new OutgoingError('unreachable', 'no answer came'));
  });
  sent.end(body);
  if (signal.aborted) end();
  return { sent, answer: promise };
}

/** The name is not looked up again: a second answer could be another one (DNS rebinding). */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, done) => {
    const [first] = found;
    if (all === true) done(null, found);
    else done(null, first?.address ?? '', first?.family);
  };
}
