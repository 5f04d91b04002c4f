/**
 * The event stream as a wire protocol: messages and notes for clients that only speak HTTP. They send by REST.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ProtocolCapabilities } from '../protocol.ts';
import type { Contents } from '../../router/contents.ts';
import type { WireProtocol } from '../wire-protocol.ts';
import { addEvents } from './http.ts';
import { openEventStream } from './listen.ts';
import type { EventsProtocol } from './listen.ts';
import { EVENTS_PATHS } from './openapi.ts';
import { EventsSession } from './session.ts';
import type { EventStream } from './session.ts';

const CAPABILITIES: ProtocolCapabilities = {
  sends: false,
  acks: false,
  notes: true,
  pulls: false,
  heartbeats: false,
};

export const EVENTS_PROTOCOL = {
  name: 'events',
  capabilities: CAPABILITIES,
  openApi: EVENTS_PATHS,
  addHttp(app, place) {
    const { services, gate, gateway, clock } = place;
    const { contents, tickets } = services;
    const create = (stream: EventStream): EventsProtocol => createEventsProtocol(contents, stream);
    addEvents(app, {
      gate,
      tickets,
      openEvents: (request, response) => openEventStream({ gateway, clock, create }, request, response),
    });
  },
} as const satisfies WireProtocol;

function createEventsProtocol(contents: Contents, stream: EventStream): EventsProtocol {
  let session: EventsSession | undefined;
  return {
    name: EVENTS_PROTOCOL.name,
    capabilities: CAPABILITIES,
    open: (host) => (session = new EventsSession(host, contents, stream)),
    encode: () => undefined,
    start: () => session?.start() ?? Promise.reject(new PosthornError('INTERNAL', 'not opened')),
  };
}
