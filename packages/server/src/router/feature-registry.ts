/**
 * All features of a server, and the lists derived from them.
 *
 * @module
 */
import { SCHEMAS } from '@posthorn/protocol/schema';
import { ConfigError } from '../config/config-error.ts';
import type { Paths } from '../http/openapi-parts.ts';
import type { Route } from '../http/route.ts';
import type { Before } from '../pipeline/before.ts';
import type { Duty } from '../pipeline/duties.ts';
import type { Follower } from '../pipeline/followers/follower.ts';
import { STORAGE as FOLLOWERS } from '../pipeline/followers/storage.ts';
import { STORAGE as SEALING } from '../store/sealing/storage.ts';
import type { Storage } from '../store/storage.ts';
import { Contents } from './contents.ts';
import type { BeforeParts, Feature } from './feature.ts';
import type { LoginCheck } from './login-check.ts';
import type { LoginWay } from './login-way.ts';
import type { Operation } from './operation.ts';
import type { OwnStatePart } from './own-state.ts';
import type { PersonalData } from './personal-data.ts';
import { USUAL_COST } from './requests.ts';
import type { RequestCost, RoutedRequests } from './requests.ts';
import type { RouterState, Services } from './services.ts';

/** A route with the operation that it carries out. */
export interface OperationRoute {
  readonly route: Route;
  readonly operation: Operation;
}

export class FeatureRegistry {
  readonly features: readonly Feature[];
  readonly operations: readonly Operation[];
  readonly requests: RoutedRequests;
  readonly routes: readonly OperationRoute[];
  readonly contents: Contents;
  readonly ownStates: readonly OwnStatePart[];
  readonly storages: readonly Storage[];
  readonly states: readonly RouterState<unknown>[];
  /** Types of what features note besides the log. */
  readonly happenings: readonly string[];
  /** HTTP calls that are not requests of the protocol. */
  readonly paths: Paths;
  /** JSON Schemas of all messages, by name. */
  readonly schemas: Readonly<Record<string, object>>;

  /** Throws if two features claim the same name, number or URL, which is a programming error. */
  constructor(features: readonly Feature[]) {
    this.features = features;
    assertUnique(
      'feature',
      features.map(({ name }) => name),
    );
    this.operations = features.flatMap(({ operations = [] }) => operations);
    this.requests = new Map(this.operations.map(({ request }) => [request.number, request]));
    this.routes = [
      ...this.operations.flatMap((operation) => operation.routes.map((route) => ({ route, operation }))),
      ...features.flatMap(({ routes = [] }) => routes.map((route) => this.#routed(route))),
    ];
    this.contents = new Contents(
      features.flatMap(({ contents = [] }) => contents),
      features.flatMap(({ traits = [] }) => traits),
    );
    this.ownStates = features.flatMap(({ ownStates = [] }) => ownStates);
    this.storages = [FOLLOWERS, SEALING, ...features.flatMap(({ storage }) => storage ?? [])];
    this.happenings = features.flatMap(({ happenings = [] }) => happenings);
    this.states = features.flatMap(({ states = [] }) => states);
    this.paths = Object.assign({}, ...features.map(({ openApi = {} }) => openApi)) as Paths;
    this.schemas = schemasOf(this.operations);
    assertUnique(
      'request',
      this.operations.map(({ request }) => request.name),
    );
    assertUnique(
      'request number',
      this.operations.map(({ request }) => String(request.number)),
    );
    assertUnique(
      'route',
      this.routes.map(({ route }) => `${route.method} ${route.url}`),
    );
    assertUnique(
      'call (give the route another id)',
      this.routes.map(({ route }) => route.id ?? route.request),
    );
  }

  /** The followers of the log that the features of one router register. */
  followers(services: Services): readonly Follower[] {
    return this.features.flatMap(({ followers }) => followers?.(services) ?? []);
  }

  /** Who is asked before something happens, of the first feature that knows somebody. */
  before(parts: BeforeParts): Before | undefined {
    for (const { before } of this.features) {
      const found = before?.(parts);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Work that one router does for all. */
  duties(services: Services): readonly Duty[] {
    return this.features.flatMap(({ duties }) => duties?.(services) ?? []);
  }

  /** What the features keep about users. */
  personalData(services: Services): readonly PersonalData[] {
    return this.features.flatMap(({ personalData }) => personalData?.(services) ?? []);
  }

  /** How people log in with what somebody else says of them. Throws a ConfigError for two of one name, which sessions remember. */
  loginWays(services: Services): readonly LoginWay[] {
    const ways = this.features.flatMap(({ loginWays }) => loginWays?.(services) ?? []);
    const names = ways.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice === undefined) return ways;
    throw new ConfigError(
      `Two ways to log in are called "${twice}": give the provider or the directory another id.`,
    );
  }

  /** What a login with name and password has to show besides. */
  loginChecks(services: Services): readonly LoginCheck[] {
    return this.features.flatMap(({ loginCheck }) => loginCheck?.(services) ?? []);
  }

  /** Whether a feature tells somebody of what is noted besides the log, of this type. */
  async isTold(services: Services, type: string): Promise<boolean> {
    for (const { tellsOf } of this.features) {
      if ((await tellsOf?.(services, type)) === true) return true;
    }
    return false;
  }

  /** Whether an invite of any feature lets somebody register. */
  async letsIn(services: Services, invite: string): Promise<boolean> {
    for (const { letsIn } of this.features) {
      if ((await letsIn?.(services, invite)) === true) return true;
    }
    return false;
  }

  /** Undefined if no operation has this name. */
  operation(name: string): Operation | undefined {
    return this.operations.find(({ request }) => request.name === name);
  }

  #routed(route: Route): OperationRoute {
    const operation = this.operation(route.request);
    if (operation === undefined) throw new Error(`no request is called ${route.request}`);
    return { route, operation };
  }

  /** Whether the request is known and needs a login. */
  needsLogin(number: number): boolean {
    const request = this.requests.get(number);
    return request !== undefined && request.who !== 'stranger';
  }

  /** That of a usual request for one that is not known here. */
  costOf(number: number): RequestCost {
    return this.requests.get(number)?.cost ?? USUAL_COST;
  }
}

function schemasOf(operations: readonly Operation[]): Readonly<Record<string, object>> {
  const own = operations.flatMap(({ json }) => Object.entries(json.schemas ?? {}));
  return { ...SCHEMAS, ...Object.fromEntries(own) };
}

function assertUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two features have the ${what} ${twice}`);
}
