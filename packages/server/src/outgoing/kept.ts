/**
 * Connections that stay open between calls. One is used again for the same scheme, host and port alone, and only while the host
 * has exactly the addresses that it had: these are looked up and checked before each call (connect.ts).
 *
 * @module
 */
import type { Agent, AgentOptions, RequestOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { http } from '../http/node-http.ts';

/** Between two calls. Many servers close after 5 s, and say so; then it ends before. */
const IDLE_MS = 15_000;
const MAX_IDLE_OF_ONE = 16;
const MAX_IDLE = 256;

const OPTIONS: AgentOptions = { keepAlive: true, maxFreeSockets: MAX_IDLE_OF_ONE, timeout: IDLE_MS };

/** For {@link KeptConnections.agentOf}. */
export interface KeptRequest extends RequestOptions {
  /** Where the host leads. */
  readonly addresses: readonly string[];
}

export class KeptConnections {
  readonly #agents: Readonly<Record<string, Agent>>;
  #isClosed = false;

  constructor() {
    const agents = { 'http:': new http.Agent(OPTIONS), 'https:': new https.Agent(OPTIONS) };
    for (const agent of Object.values(agents)) this.#bound(agent);
    this.#agents = agents;
  }

  /** For requests to URLs of this scheme, which must be of type {@link KeptRequest}. */
  agentOf(protocol: string): Agent | undefined {
    return this.#agents[protocol];
  }

  /** How many connections wait for another call. */
  get idle(): number {
    return this.#sockets().length;
  }

  /** Ends those that wait; what is under way ends with its call. Idempotent. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#sockets()) socket.destroy();
  }

  #bound(agent: Agent): void {
    const nameOf = agent.getName.bind(agent);
    // Connections of one name are used for each other.
    agent.getName = (options) => `${nameOf(options)}:${addressesOf(options)}`;
    const keep = agent.keepSocketAlive.bind(agent);
    // What it returns says whether the connection stays, whatever the types say.
    agent.keepSocketAlive = (socket) => (!this.#isClosed && this.idle < MAX_IDLE ? keep(socket) : false);
  }

  #sockets(): readonly Socket[] {
    return Object.values(this.#agents).flatMap(({ freeSockets }) =>
      Object.values(freeSockets).flatMap((sockets) => sockets ?? []),
    );
  }
}

function addressesOf(options: Partial<KeptRequest> | undefined): string {
  // A resolver may give them in another order each time.
  return options?.addresses?.toSorted().join() ?? '';
}
