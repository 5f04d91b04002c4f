/**
 * What a wire protocol registers with a server: everything that is known of it outside its folder. The list of protocols
 * is in compose/protocols.ts.
 *
 * @module
 */
import type { FastifyInstance } from 'fastify';
import type { AdvertisedAddresses } from '../config/address-options.ts';
import type { ListenPlace } from '../config/listen-place.ts';
import type { OptionSet, Values } from '../config/option.ts';
import type { Clock, Random } from '../clock.ts';
import type { AskedCertificates } from '../gateway/client-certificates.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Paths } from '../http/openapi-parts.ts';
import type { Logger } from '../logger.ts';
import type { Contents } from '../router/contents.ts';
import type { FeaturePlace } from '../router/feature.ts';
import type { Protocol, ProtocolCapabilities } from './protocol.ts';

export interface WireProtocol {
  readonly name: string;
  readonly capabilities: ProtocolCapabilities;
  readonly options?: OptionSet;
  /** Whether this server takes its clients. Default: always. */
  readonly isOn?: (config: Values) => boolean;
  readonly addresses?: WireAddresses;
  /** Its clients have no tokens: it identifies them itself, and calls ProtocolHost.attachAs. */
  readonly isTokenless?: true;
  /** Nodes of the previous version announce and attach without naming a protocol. They mean this one. */
  readonly isImplied?: true;
  /** Runs on a gateway: opens ports and paths. Rejects with the error of listen(). */
  readonly listen?: (place: GatewayPlace) => Promise<void>;
  /** Runs on a router: adds the protocol's own HTTP calls. */
  readonly addHttp?: (app: FastifyInstance, place: RouterPlace) => void;
  /** The calls among them that the OpenAPI document lists. */
  readonly openApi?: Paths;
}

/** Where the clients of a protocol connect. */
export interface WireAddresses extends AdvertisedAddresses {
  /**
   * Every login returns these addresses. A protocol without this finds the address for a client by
   * {@link RouterPlace.gatewayFor}.
   */
  readonly areLoginEndpoints?: true;
  /** The addresses of a node, best first. */
  readonly at: (node: NodeNames) => readonly string[];
}

/** Open TCP ports, by the names given to {@link GatewayPlace.listenTcp}. */
export type Ports = Readonly<Record<string, number>>;

/** What an address of a node is made from. */
export interface NodeNames {
  /** Name or IP address; IPv6 in brackets. */
  readonly hostname: string;
  /** Host name and HTTP port. */
  readonly authority: string;
  /** Begins the path of every URL over HTTP; mostly empty. */
  readonly path: string;
  readonly ports: Ports;
  /** Its listeners use TLS. */
  readonly isSecure: boolean;
}

/** What a gateway offers to {@link WireProtocol.listen}. */
export interface GatewayPlace {
  /** This node, as others know it. New at each start. */
  readonly node: string;
  /** How kinds of content read that a wire cannot show. */
  readonly contents: Contents;
  /** See optionsOf(). */
  readonly config: Values;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /**
   * Opens a TCP port on the configured host, or a Unix socket, with TLS and the PROXY protocol as configured. Resolves
   * with the port, 0 for a socket; rejects with the error of listen(). `name` identifies the port in the ready line and in
   * {@link Ports}, which have no sockets; it is unique. `asked`: the certificates that clients are asked for; needs TLS.
   */
  listenTcp(name: string, place: ListenPlace, protocol: Protocol, asked?: AskedCertificates): Promise<number>;
  /** Accepts WebSockets at this path of the HTTP server. */
  acceptWebSockets(path: string, protocol: Protocol): void;
}

/** What a router offers to {@link WireProtocol.addHttp}. */
export interface RouterPlace extends FeaturePlace {
  /** Holds the long-lived connections that HTTP calls open. */
  readonly gateway: Gateway;
  /** Chooses the gateway for a client of this user; undefined when no gateway takes clients of this protocol. */
  gatewayFor(user: number): WireGateway | undefined;
  /** Runs when the server stops, before store and bus close. */
  onClose(run: () => void): void;
}

/** The address of a gateway for one protocol. */
export interface WireGateway {
  /** Undefined: the host name that the client used for this request. */
  readonly hostname: string | undefined;
  readonly port: number;
  readonly httpPort: number;
}
