/**
 * An operation: one request and everything known about it. A feature registers it once; wires, REST, docs and tests
 * derive from it.
 *
 * @module
 */
import {
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  PosthornError,
  REPLY_CASE,
} from '@posthorn/protocol';
import type { Calls, ClientFrameInit, Reply, RequestCase } from '@posthorn/protocol';
import { CLIENT_ID_FIELDS, frameWith, REQUEST_NUMBERS, requestIn } from '@posthorn/protocol/requests';
import { fromJson, toJson } from '@posthorn/protocol/schema';
import { messageOf } from '../http/route.ts';
import type { Json, Route, RouteSpec } from '../http/route.ts';
import type { Audited } from './audit.ts';
import type { KeyAccess, Scope } from './scopes.ts';
import { USUAL_COST } from './requests.ts';
import type { Repeat, RequestCost, RoutedRequest, Who } from './requests.ts';
import type { Answer, Caller } from './router.ts';
import type { Services } from './services.ts';

/**
 * The role a caller needs in the conversation that the request names. The rule itself checks it. `reader`: is or was a
 * member, or the conversation is a room. `manager`: admin or owner of a group.
 */
export type NeededRole = 'reader' | 'member' | 'manager' | 'owner';

/** Requests that the gateway answers itself. */
export type GatewayCase = 'hello' | 'ping' | 'attach';

export type RoutedCase = Exclude<RequestCase, GatewayCase>;

export interface Operation {
  readonly request: RoutedRequest;
  /** Undefined: the request names no conversation. */
  readonly conversation: NeededRole | undefined;
  readonly routes: readonly Route[];
  readonly json: OperationJson;
}

/** The request and its answer as JSON. */
export interface OperationJson {
  /** Name of the JSON Schema of the request, and of the reply. */
  readonly request: string;
  readonly reply: string;
  /** Encodes a ClientFrame. `json` has been validated against the request's schema. */
  readonly encode: (json: Json) => Uint8Array;
  /** Converts the router's answer to JSON. */
  readonly decode: (answer: Answer) => Json;
  /** JSON Schemas of messages that are not in posthorn.proto, by `$id`. */
  readonly schemas?: Readonly<Record<string, object>>;
}

/** What every registration of an operation says. */
interface OperationRules {
  readonly who: Who;
  readonly conversation?: NeededRole;
  readonly repeat: Repeat;
  /** Where it differs from a usual request. */
  readonly cost?: Partial<RequestCost>;
  /** Default: everything for administrators' requests, which also means that strangers and users tried; else nothing. */
  readonly audited?: Audited;
  /** Server keys with any of these scopes may make it. Default: no key may. */
  readonly scope?: Scope | readonly Scope[];
  /** A user's request that a key may also make as nobody. */
  readonly worksForNobody?: true;
  readonly routes?: readonly RouteSpec[];
}

/** An operation on a request of posthorn.proto. */
export function operation<K extends RoutedCase>(
  name: K,
  spec: OperationRules & {
    readonly run: (
      services: Services,
      caller: Caller,
      request: Calls[K]['request'],
    ) => Promise<Calls[K]['replyInit']> | PosthornError;
  },
): Operation {
  const { who, conversation, repeat, cost, routes = [], audited = auditedOf(who), run } = spec;
  const keys = accessOf(who, spec.scope, spec.worksForNobody);
  const replyCase = REPLY_CASE[name];
  const schema = messageOf(name);
  return {
    request: {
      number: REQUEST_NUMBERS[name],
      name,
      who,
      repeat,
      cost: { ...USUAL_COST, ...cost },
      audited,
      keys,
      clientIdField: CLIENT_ID_FIELDS[name],
      decode: (frame) => valueIn(frame, name),
      // It was decoded by the codec of this request.
      run: (services, caller, request) => run(services, caller, request as Calls[K]['request']),
      answer: (result) => ({ case: replyCase, value: result }) as Reply,
    },
    conversation,
    routes: routes.map((route) => ({ ...route, request: name })),
    json: {
      request: schema,
      reply: messageOf(replyCase),
      encode: (json) => {
        const body = { case: name, value: fromJson(schema, json) } as unknown as ClientFrameInit['body'];
        return encodeClientFrame({ body });
      },
      decode: (answer) => {
        const bytes = answer instanceof Uint8Array ? answer : encodeServerFrame({ body: answer });
        const { body } = decodeServerFrame(bytes);
        if (body?.case !== replyCase)
          throw new PosthornError('INTERNAL', `the answer to ${name} was a ${body?.case}`);
        return toJson(messageOf(replyCase), body.value);
      },
    },
  };
}

/** What a key may do with a request that is registered with this scope. Undefined: nothing. */
function accessOf(
  who: Who,
  scope: Scope | readonly Scope[] | undefined,
  worksForNobody = false,
): KeyAccess | undefined {
  if (scope === undefined) return undefined;
  const acts = who === 'admin' ? 'for-nobody' : worksForNobody ? 'either' : 'as-user';
  return { scopes: typeof scope === 'string' ? [scope] : scope, acts };
}

function auditedOf(who: Who): Audited {
  return who === 'admin' ? 'everything' : 'nothing';
}

function valueIn(frame: Uint8Array, name: RequestCase): unknown {
  const { body } = decodeClientFrame(frame);
  if (body?.case !== name) throw new PosthornError('INTERNAL', `the frame holds no ${name}`);
  return body.value;
}

/** The lowest field number reserved for extensions. posthorn.proto uses none from here on. */
export const FIRST_EXTENSION = 1000;

/** A message that is not in posthorn.proto, with its codec. */
export interface ExtensionMessage<T, Init> {
  readonly name: string;
  readonly encode: (message: Init) => Uint8Array;
  /** Throws WireError. */
  readonly decode: (bytes: Uint8Array) => T;
  /** JSON Schema, with the name as `$id`. */
  readonly schema: object;
  readonly fromJson: (json: Json) => Init;
  readonly toJson: (message: T) => Json;
}

export interface ExtensionSpec<Request, RequestInit, Reply, ReplyInit> extends OperationRules {
  /** For logs, metrics and OpenAPI. */
  readonly name: string;
  /** Field number of the request in ClientFrame, and of its answer in ServerFrame: {@link FIRST_EXTENSION} or above. */
  readonly number: number;
  readonly clientIdField?: number;
  readonly request: ExtensionMessage<Request, RequestInit>;
  readonly reply: ExtensionMessage<Reply, ReplyInit>;
  readonly run: (services: Services, caller: Caller, request: Request) => Promise<ReplyInit> | PosthornError;
}

/** An operation on a request that is not in posthorn.proto. */
export function extension<Request, RequestInit, Reply, ReplyInit>(
  spec: ExtensionSpec<Request, RequestInit, Reply, ReplyInit>,
): Operation {
  const {
    name,
    number,
    who,
    conversation,
    repeat,
    cost,
    audited = auditedOf(who),
    clientIdField,
    routes = [],
    request,
    reply,
    run,
  } = spec;
  const keys = accessOf(who, spec.scope, spec.worksForNobody);
  if (number < FIRST_EXTENSION)
    throw new Error(`${name}: numbers below ${FIRST_EXTENSION} are posthorn.proto's`);
  return {
    request: {
      number,
      name,
      who,
      repeat,
      cost: { ...USUAL_COST, ...cost },
      audited,
      keys,
      clientIdField,
      decode: (frame) => request.decode(requestIn(frame, number) ?? new Uint8Array(0)),
      // It was decoded by the codec of this request.
      run: (services, caller, value) => run(services, caller, value as Request),
      // `run` resolved with it.
      answer: (result) => frameWith(number, reply.encode(result as ReplyInit)),
    },
    conversation,
    routes: routes.map((route) => ({ ...route, request: name })),
    json: {
      request: request.name,
      reply: reply.name,
      encode: (json) => frameWith(number, request.encode(request.fromJson(json))),
      decode: (answer) => {
        const bytes = answer instanceof Uint8Array ? requestIn(answer, number) : undefined;
        if (bytes === undefined) throw new PosthornError('INTERNAL', `the answer to ${name} was another one`);
        return reply.toJson(reply.decode(bytes));
      },
      schemas: { [request.name]: request.schema, [reply.name]: reply.schema },
    },
  };
}
