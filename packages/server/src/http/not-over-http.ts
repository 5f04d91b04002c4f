/**
 * Requests without a REST route.
 *
 * @module
 */
import type { GatewayCase } from '../router/operation.ts';

/** Requests that need a connection, with the reason. */
export const NOT_OVER_HTTP: Readonly<Record<GatewayCase | 'takeWireSession' | 'saveWireSession', string>> = {
  hello: 'HTTP agrees on its version by the /v1 in the path.',
  ping: 'HTTP has no connection to keep alive; GET /healthz says whether the server lives.',
  attach: 'Each request carries the token; GET /v1/events is the live connection.',
  takeWireSession: 'Gateways keep the sessions of other wires by it.',
  saveWireSession: 'Gateways keep the sessions of other wires by it.',
};
