/**
 * What a node says of itself to the others.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { RequestList } from '../generated/bus.ts';
import type { Listeners } from './listening.ts';
import type { ServerParts } from './parts.ts';
import { VERSION } from '../version.ts';

/** What becomes known while the node starts, and changes. */
export interface NodeState {
  readonly connections: () => number;
  readonly attaching: () => number;
  readonly running: () => number;
  readonly epoch: () => string | undefined;
  /** What its router carries out; undefined without one. */
  readonly requests: RequestList | undefined;
  readonly listeners: Pick<Listeners, 'httpPort' | 'tcpPort' | 'cimPort'>;
}

const ID_BYTES = 6;

/** What no other node has, nor this machine at its next start. */
export function newNodeId(random: Random): string {
  return Buffer.from(random.bytes(ID_BYTES)).toString('hex');
}

export class Identity {
  readonly #parts: ServerParts;
  /** Another one at each start. */
  readonly id: string;
  readonly startedAt: number;
  isDraining = false;
  /** Whether its work is to go elsewhere though it stays. */
  givesWay: () => boolean = () => false;
  /** Undefined while the node starts. */
  state: NodeState | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    this.id = parts.id ?? newNodeId(parts.random);
    this.startedAt = parts.clock.now();
  }

  info(): NodeInfo {
    const { config, hostName = '' } = this.#parts;
    const { state } = this;
    const addresses = state === undefined ? [] : clientAddresses(this.#parts, state.listeners);
    return {
      id: this.id,
      isGateway: config.role !== 'router',
      isRouter: config.role !== 'gateway',
      version: VERSION,
      startedAt: this.startedAt,
      connections: state?.connections() ?? 0,
      attaching: state?.attaching() ?? 0,
      isDraining: this.isDraining || this.givesWay(),
      addresses: addresses.filter((address) => !address.startsWith('cim:')),
      cim: cimAddress(addresses),
      epoch: config.role === 'gateway' ? '' : (state?.epoch() ?? ''),
      host: hostName,
      running: state?.running() ?? 0,
      httpPort: state?.listeners.httpPort ?? 0,
      requests: state?.requests,
    };
  }
}

/** The addresses that were given, or those that follow from what listens, when others could reach them. */
function clientAddresses(parts: ServerParts, listeners: NodeState['listeners']): readonly string[] {
  const { config } = parts;
  if (config.role === 'router') return [];
  const given = config.advertise;
  const hasCim = given.some((address) => address.startsWith('cim:'));
  const cim =
    hasCim || listeners.cimPort === undefined ? [] : [`cim://${hostOf(parts)}:${listeners.cimPort}`];
  if (given.some((address) => !address.startsWith('cim:'))) return [...given, ...cim];
  // Alone, the name that a client has used is the better one.
  return isClustered(parts) ? [...derived(parts, listeners), ...given, ...cim] : [...given, ...cim];
}

function derived(parts: ServerParts, { httpPort, tcpPort }: NodeState['listeners']): readonly string[] {
  const host = hostOf(parts);
  const isSecure = parts.config.tlsCert !== undefined;
  const overHttp = `${isSecure ? 'wss' : 'ws'}://${host}:${httpPort}/ws`;
  return tcpPort === undefined ? [overHttp] : [`${isSecure ? 'tls' : 'tcp'}://${host}:${tcpPort}`, overHttp];
}

/** How others may call this machine: by the address that we listen on, or else by its name. */
function hostOf({ config, hostName = 'localhost' }: ServerParts): string {
  const isAny = config.host === '0.0.0.0' || config.host === '::';
  const host = isAny ? hostName : config.host;
  return host.includes(':') ? `[${host}]` : host;
}

function cimAddress(addresses: readonly string[]): NodeInfo['cim'] {
  const found = addresses.find((address) => address.startsWith('cim:'));
  if (found === undefined) return undefined;
  const { hostname, port } = new URL(found);
  return { host: hostname, port: Number(port) };
}

/** Whether there may be other nodes. */
export function isClustered({ config, bus }: Pick<ServerParts, 'config' | 'bus'>): boolean {
  return bus !== undefined || config.bus !== 'memory';
}
