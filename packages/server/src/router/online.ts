/**
 * Asks the gateways who is online. No table stores it.
 *
 * @module
 */
import { BusError } from '../bus/bus.ts';
import { GATEWAYS_SUBJECT, userSubject } from '../bus/subjects.ts';
import { decodeOnlineAnswer, decodeOnlineNames, encodeEnvelope } from '../generated/bus.ts';
import type { ConnectedSlot } from '../generated/bus.ts';
import type { Services } from './services.ts';

/** How long a gateway has to answer. */
const ANSWER_TIMEOUT_MS = 1000;

const ONLINE_QUERY = encodeEnvelope({ body: { case: 'onlineQuery', value: {} } });

/** Whether a user has a live connection anywhere. */
export async function isOnline({ bus }: Services, user: number): Promise<boolean> {
  try {
    await bus.request(userSubject(user), ONLINE_QUERY, { timeoutMs: ANSWER_TIMEOUT_MS });
    return true;
  } catch (error) {
    if (error instanceof BusError) return false;
    throw error;
  }
}

/** Whether a user surely has no live connection anywhere. False also when nobody answers in time. */
export async function isNowhere({ bus }: Services, user: number): Promise<boolean> {
  try {
    await bus.request(userSubject(user), ONLINE_QUERY, { timeoutMs: ANSWER_TIMEOUT_MS });
    return false;
  } catch (error) {
    if (error instanceof BusError) return error.code === 'no-responders';
    throw error;
  }
}

/** The login slots of a user’s live connections; empty when offline. Asks every gateway. */
export async function connectedSlots(services: Services, user: number): Promise<readonly ConnectedSlot[]> {
  const ask = encodeEnvelope({ body: { case: 'onlineQuery', value: { user } } });
  const answers = await askGateways(services, ask);
  return answers.flatMap((answer) => decodeOnlineAnswer(answer).slots);
}

/** Resolves once every known node has answered; a dead node costs the whole timeout. */
function askGateways({ bus, cluster }: Services, ask: Uint8Array): Promise<readonly Uint8Array[]> {
  return bus.gather(GATEWAYS_SUBJECT, ask, { timeoutMs: ANSWER_TIMEOUT_MS, expected: cluster.count });
}

/** The next online users after `after`, by folded name, of all gateways. */
export async function onlinePage(
  services: Services,
  { prefix, after, limit }: { readonly prefix: string; readonly after: string; readonly limit: number },
): Promise<readonly (readonly [nameKey: string, user: number])[]> {
  const ask = encodeEnvelope({ body: { case: 'onlineList', value: { prefix, after, limit } } });
  const answers = await askGateways(services, ask);
  const names = new Map(
    answers.flatMap((answer) => decodeOnlineNames(answer).users).map((item) => [item.nameKey, item.user]),
  );
  return [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit);
}

/** Live connections of all gateways together. */
export async function connectionCount(services: Services): Promise<number> {
  const ask = encodeEnvelope({ body: { case: 'onlineList', value: { prefix: '', after: '', limit: 0 } } });
  const answers = await askGateways(services, ask);
  return answers.reduce((sum, answer) => sum + decodeOnlineNames(answer).connections, 0);
}
