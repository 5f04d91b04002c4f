/**
 * A login as HTTP calls that are no requests answer with it: in the JSON of REST.
 *
 * @module
 */
import { decodeServerFrame, encodeServerFrame, PosthornError } from '@posthorn/protocol';
import type { LoggedInInit } from '@posthorn/protocol';
import { toJson } from '@posthorn/protocol/schema';
import type { IncomingMessage } from 'node:http';
import type { Json } from '../../http/route.ts';
import type { FeaturePlace } from '../../router/feature.ts';

/** Where the server knows no addresses by itself, they are those that the client used. */
export function loggedInJson(
  { endpointsFor }: Pick<FeaturePlace, 'endpointsFor'>,
  request: IncomingMessage,
  loggedIn: LoggedInInit,
): Json {
  const { body } = decodeServerFrame(encodeServerFrame({ body: { case: 'loggedIn', value: loggedIn } }));
  if (body?.case !== 'loggedIn') throw new PosthornError('INTERNAL', 'a login is encoded as something else');
  const json = toJson('LoggedIn', body.value);
  return body.value.endpoints.length > 0 ? json : { ...json, endpoints: endpointsFor(request) };
}
