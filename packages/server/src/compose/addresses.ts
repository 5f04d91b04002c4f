/**
 * The addresses of a node: what it announces to other nodes, and which address a client is given.
 *
 * @module
 */
import type { ChosenWire, GatewayChoice } from '../cluster/gateway-choice.ts';
import type { NodeInfo } from '../cluster/nodes.ts';
import type { WireAddress } from '../generated/bus.ts';
import type {
  NodeNames,
  Ports,
  WireAddresses,
  WireGateway,
  WireProtocol,
} from '../protocols/wire-protocol.ts';
import { hostInUrl } from '../hosts.ts';
import { isClustered } from './parts.ts';
import type { ServerParts } from './parts.ts';

export interface OpenPorts {
  readonly httpPort: number;
  readonly ports: Ports;
}

/** The addresses that a node announces: those of --advertise, else derived from its open ports. */
export function announcedAddresses(
  parts: ServerParts,
  wires: readonly WireProtocol[],
  open: OpenPorts,
): Pick<NodeInfo, 'addresses' | 'wires'> {
  if (parts.config.role === 'router') return { addresses: [], wires: [] };
  const hostname = hostOf(parts);
  const isSecure = parts.config.tlsCert !== undefined;
  const authority = `${hostname}:${open.httpPort}`;
  const names = { hostname, authority, path: '', ports: open.ports, isSecure };
  // A node with its HTTP on a Unix socket is only reached by its proxy.
  const isReached = isClustered(parts) && open.httpPort !== 0;
  const forLogins = publicNames(parts) ?? (isReached ? names : undefined);
  const [ofLogins, others] = [addressesOf(wires, true), addressesOf(wires, false)];
  return {
    // On a single node the host name that a client used is a better choice.
    addresses: ofLogins.flatMap((each) => givenOrDerived(parts, each, forLogins)),
    // A node of the previous version takes the last one for the protocol that it knows, which is the first in the list.
    wires: others.flatMap((each) => givenOrDerived(parts, each, names).map(toWireAddress)).toReversed(),
  };
}

/** What --public-url tells. Only HTTP is known to be reachable there. */
function publicNames({ config: { publicUrl } }: ServerParts): NodeNames | undefined {
  if (publicUrl === undefined) return undefined;
  const { hostname, authority, path, isSecure } = publicUrl;
  return { hostname, authority, path, isSecure, ports: {} };
}

/** See RouterPlace.gatewayFor. */
export function gatewayFor(
  { parts, gateways }: { readonly parts: ServerParts; readonly gateways: GatewayChoice },
  wire: WireProtocol,
  user: number,
): WireGateway | undefined {
  const { addresses, isImplied = false } = wire;
  if (addresses === undefined) return undefined;
  const fits = ({ scheme }: WireAddress): boolean =>
    scheme === '' ? isImplied : addresses.schemes.includes(scheme);
  const chosen: ChosenWire | undefined = gateways.forWire(user, fits);
  if (chosen === undefined) return undefined;
  // On a single node the host name that the client used is a better choice.
  const isKnown = isClustered(parts) || given(parts, addresses).length > 0;
  const { host, port } = chosen.address;
  return { hostname: isKnown ? host : undefined, port, httpPort: chosen.node.httpPort };
}

/** What a login returns to a client that used these names for this node. */
export function loginAddressesAt(wires: readonly WireProtocol[], names: NodeNames): readonly string[] {
  return addressesOf(wires, true).flatMap(({ at }) => at(names));
}

function addressesOf(wires: readonly WireProtocol[], areLoginEndpoints: boolean): readonly WireAddresses[] {
  return wires
    .flatMap(({ addresses }) => addresses ?? [])
    .filter((addresses) => (addresses.areLoginEndpoints ?? false) === areLoginEndpoints);
}

function givenOrDerived(
  parts: ServerParts,
  addresses: WireAddresses,
  names: NodeNames | undefined,
): readonly string[] {
  const found = given(parts, addresses);
  return found.length > 0 || names === undefined ? found : addresses.at(names);
}

/** The addresses of --advertise. */
function given({ config }: ServerParts, { schemes }: WireAddresses): readonly string[] {
  return config.advertise.filter((url) => schemes.includes(schemeOf(url)));
}

/** How others may call this machine: by the address that we listen on, or else by its name. */
function hostOf({ config, hostName = 'localhost' }: ServerParts): string {
  const isAny = config.host === '0.0.0.0' || config.host === '::';
  return hostInUrl(isAny ? hostName : config.host);
}

function toWireAddress(url: string): WireAddress {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port), scheme: schemeOf(url) };
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':'));
}
