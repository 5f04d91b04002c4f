/**
 * The registration of a feature: everything the rest of the server knows about it. compose/features.ts lists the
 * features.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import type { OptionSet, Values } from '../config/option.ts';
import type { Gate } from '../http/bearer.ts';
import type { Paths } from '../http/openapi-parts.ts';
import type { Route } from '../http/route.ts';
import type { Logger } from '../logger.ts';
import type { Before } from '../pipeline/before.ts';
import type { Duty } from '../pipeline/duties.ts';
import type { Follower } from '../pipeline/followers/follower.ts';
import type { Storage } from '../store/storage.ts';
import type { ContentKind, ContentTrait } from './contents.ts';
import type { LoginCheck } from './login-check.ts';
import type { LoginWay } from './login-way.ts';
import type { Operation } from './operation.ts';
import type { OwnStatePart } from './own-state.ts';
import type { PersonalData } from './personal-data.ts';
import type { Router } from './router.ts';
import type { RouterState, Services } from './services.ts';

export interface Feature {
  readonly name: string;
  /** Its options. It reads their values with optionsOf(). */
  readonly options?: OptionSet;
  /** Its tables, queries, and effects. */
  readonly storage?: Storage;
  readonly operations?: readonly Operation[];
  /** Further routes to operations of any feature. */
  readonly routes?: readonly Route[];
  readonly contents?: readonly ContentKind[];
  /** What content of any kind may have besides. */
  readonly traits?: readonly ContentTrait[];
  /** What it knows of messages for their reader alone. */
  readonly ownStates?: readonly OwnStatePart[];
  /** In-memory state, one instance for each router. */
  readonly states?: readonly RouterState<unknown>[];
  /** What it keeps about users. Called whenever something is done with it. */
  readonly personalData?: (services: Services) => PersonalData;
  /** Followers, which see every committed message (see Follower). Called once for each router. */
  readonly followers?: (services: Services) => readonly Follower[];
  /** Work that one router does for all. Called once for each router. */
  readonly duties?: (services: Services) => readonly Duty[];
  /** Types of what it notes besides the log (store/happenings.ts), as receivers of webhooks know them. */
  readonly happenings?: readonly string[];
  /** Whether somebody is told of what happens besides the log, of this type. */
  readonly tellsOf?: (services: Services, type: string) => Promise<boolean>;
  /** Who is asked before something happens. Called once for each router, before its services are there. */
  readonly before?: (parts: BeforeParts) => Before | undefined;
  /** Whether somebody with this invite may register where only those with one may. */
  readonly letsIn?: (services: Services, invite: string) => Promise<boolean>;
  /** How people log in with what somebody else says of them. Called once for each router. */
  readonly loginWays?: (services: Services) => readonly LoginWay[];
  /** What a login with name and password has to show besides. Called at each of them. */
  readonly loginCheck?: (services: Services) => LoginCheck;
  /** Adds HTTP calls that are not requests of the protocol. Called on routers. */
  readonly addHttp?: (app: FastifyInstance, place: FeaturePlace) => void;
  /** Those calls in the OpenAPI document. */
  readonly openApi?: Paths;
}

/** What there is of a router when it is made. */
export type BeforeParts = Pick<
  Services,
  'store' | 'clock' | 'random' | 'logger' | 'config' | 'conversations' | 'contents' | 'registry'
>;

/** What a feature with HTTP calls of its own gets from the router. */
export interface FeaturePlace {
  /** See optionsOf(). */
  readonly config: Values;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly services: Services;
  readonly router: Router;
  /** Authenticates HTTP requests and limits their rate. */
  readonly gate: Gate;
  /** Addresses for a client that has made this request, where the server knows none by itself. */
  readonly endpointsFor: (request: IncomingMessage) => readonly Endpoint[];
}
