/**
 * What a wire protocol registers with a server: all that is known of it outside its folder. The protocols are listed
 * in compose/protocols.ts.
 *
 * @module
 */
import type { FastifyInstance } from 'fastify';
import type { AdvertisedAddresses } from '../config/address-options.ts';
import type { OptionSet, Values } from '../config/option.ts';
import type { Clock } from '../clock.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Gate } from '../http/bearer.ts';
import type { Paths } from '../http/openapi-parts.ts';
import type { Logger } from '../logger.ts';
import type { Router } from '../router/router.ts';
import type { Services } from '../router/services.ts';
import type { Protocol, ProtocolCapabilities } from './protocol.ts';

export interface WireProtocol {
  readonly name: string;
  readonly capabilities: ProtocolCapabilities;
  readonly options?: OptionSet;
  /** Whether its clients are let in; without it they always are. */
  readonly isOn?: (config: Values) => boolean;
  readonly addresses?: WireAddresses;
  /** Its clients have no tokens: it identifies them itself, and attaches them by Link.attachAs. */
  readonly isTokenless?: true;
  /** Nodes of the version before do not name a protocol of their own kind: what they say is about this one. */
  readonly isImplied?: true;
  /** On a gateway: begins to take clients. Rejects with the error of listen(). */
  readonly listen?: (place: GatewayPlace) => Promise<void>;
  /** On a router: adds the protocol's own HTTP calls. */
  readonly addHttp?: (app: FastifyInstance, place: RouterPlace) => void;
  /** Those of its calls that belong to the REST API. */
  readonly openApi?: Paths;
}

/** Where the clients of a protocol connect. */
export interface WireAddresses extends AdvertisedAddresses {
  /** A login tells every client these addresses. Those of other protocols are found by {@link RouterPlace.gatewayFor}. */
  readonly areOfLogins?: true;
  /** The addresses of a node, best first. */
  readonly at: (node: NodeNames) => readonly string[];
}

/** Open TCP ports by the names that they were opened with. */
export type Ports = Readonly<Record<string, number>>;

/** How a node is called by its clients. */
export interface NodeNames {
  /** Name or IP address; IPv6 in brackets. */
  readonly hostname: string;
  /** The same with the port of HTTP. */
  readonly authority: string;
  readonly ports: Ports;
  /** Its listeners speak TLS. */
  readonly isSecure: boolean;
}

/** What a gateway offers to a protocol that begins to take clients. */
export interface GatewayPlace {
  /** See optionsOf(). */
  readonly config: Values;
  readonly logger: Logger;
  /**
   * Opens a TCP port for clients, on the configured host and with TLS when that is on. Resolves with the port; rejects
   * with the error of listen(). `name`: of the port, in the ready line and in {@link Ports}; no two have the same.
   */
  listenTcp(name: string, port: number, protocol: Protocol): Promise<number>;
  /** Takes WebSockets at this path of the HTTP server. */
  acceptWebSockets(path: string, protocol: Protocol): void;
}

/** What a router offers to a protocol that has HTTP calls. */
export interface RouterPlace {
  /** See optionsOf(). */
  readonly config: Values;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What the rules work with. */
  readonly services: Services;
  readonly router: Router;
  /** Tells who makes a request, and bounds how many they make. */
  readonly gate: Gate;
  /** Holds the connections of clients that come by HTTP. */
  readonly gateway: Gateway;
  /** Where this user's client connects now; undefined when no gateway takes clients of this protocol. */
  gatewayFor(user: number): WireGateway | undefined;
  /** Runs when the server stops, while store and bus are still there. */
  onClose(run: () => void): void;
}

/** Where a client of one protocol connects. */
export interface WireGateway {
  /** Undefined: by the name under which the client has reached us. */
  readonly hostname: string | undefined;
  readonly port: number;
  readonly httpPort: number;
}
