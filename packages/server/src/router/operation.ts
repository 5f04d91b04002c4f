/**
 * An operation: one request with everything that is known of it. A feature registers it once, and wires, REST, the
 * docs and the tests read the rest from here.
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
import type { Repeat, RoutedRequest, Who } from './requests.ts';
import type { Answer, Caller } from './router.ts';
import type { Services } from './services.ts';

/**
 * What a caller must be in the conversation that the request names; the rule checks it. `reader`: is or was a member, or
 * it is a room. `manager`: admin or owner of a group.
 */
export type NeededRole = 'reader' | 'member' | 'manager' | 'owner';

/** The gateway answers these itself. */
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
  /** Names of the JSON Schemas of both. */
  readonly request: string;
  readonly reply: string;
  /** An encoded ClientFrame. `json` has passed the request's schema. */
  readonly encode: (json: Json) => Uint8Array;
  /** The JSON of what the router has answered. */
  readonly decode: (answer: Answer) => Json;
  /** JSON Schemas of messages that posthorn.proto does not have, by their `$id`. */
  readonly schemas?: Readonly<Record<string, object>>;
}

/** How every operation is registered. */
interface OperationRules {
  readonly who: Who;
  readonly conversation?: NeededRole;
  readonly repeat: Repeat;
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
  const { who, conversation, repeat, routes = [], run } = spec;
  const replyCase = REPLY_CASE[name];
  const schema = messageOf(name);
  return {
    request: {
      number: REQUEST_NUMBERS[name],
      name,
      who,
      repeat,
      clientIdField: CLIENT_ID_FIELDS[name],
      decode: (frame) => valueIn(frame, name),
      // The codec of this very request has made it.
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

function valueIn(frame: Uint8Array, name: RequestCase): unknown {
  const { body } = decodeClientFrame(frame);
  if (body?.case !== name) throw new PosthornError('INTERNAL', `the frame holds no ${name}`);
  return body.value;
}

/** The lowest number that posthorn.proto leaves to requests of others. */
export const FIRST_EXTENSION = 1000;

/** A message that posthorn.proto does not have, with its codec. */
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

/** An operation on a request that posthorn.proto does not name. */
export function extension<Request, RequestInit, Reply, ReplyInit>(
  spec: ExtensionSpec<Request, RequestInit, Reply, ReplyInit>,
): Operation {
  const { name, number, who, conversation, repeat, clientIdField, routes = [], request, reply, run } = spec;
  if (number < FIRST_EXTENSION)
    throw new Error(`${name}: numbers below ${FIRST_EXTENSION} are posthorn.proto's`);
  return {
    request: {
      number,
      name,
      who,
      repeat,
      clientIdField,
      decode: (frame) => request.decode(requestIn(frame, number) ?? new Uint8Array(0)),
      // The codec of this very request has made it.
      run: (services, caller, value) => run(services, caller, value as Request),
      // As `run` has resolved it.
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
