/**
 * What a feature registers with a server: all that is known of it outside its folder. The features are listed in
 * compose/features.ts.
 *
 * @module
 */
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import type { OptionSet, Values } from '../config/option.ts';
import type { Gate } from '../http/bearer.ts';
import type { Logger } from '../logger.ts';
import type { Follower } from '../pipeline/followers/follower.ts';
import type { Storage } from '../store/storage.ts';
import type { ContentKind } from './contents.ts';
import type { Operation } from './operation.ts';
import type { Router } from './router.ts';
import type { RouterState, Services } from './services.ts';

export interface Feature {
  readonly name: string;
  /** Its options; it reads their values by optionsOf(). */
  readonly options?: OptionSet;
  /** Its tables, queries, and effects. */
  readonly storage?: Storage;
  readonly operations?: readonly Operation[];
  readonly contents?: readonly ContentKind[];
  /** What it keeps in memory for each router. */
  readonly states?: readonly RouterState<unknown>[];
  /** What sees every committed message; see Follower. Called once for each router. */
  readonly followers?: (services: Services) => readonly Follower[];
  /** On a router: adds HTTP calls that are no requests of the protocol. */
  readonly addHttp?: (app: FastifyInstance, place: FeaturePlace) => void;
}

/** What a router offers to a feature that has HTTP calls of its own. */
export interface FeaturePlace {
  /** See optionsOf(). */
  readonly config: Values;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly services: Services;
  readonly router: Router;
  /** Tells who makes a request, and bounds how many they make. */
  readonly gate: Gate;
}
