/**
 * Single sign-on of a device without a browser, such as a terminal (RFC 8628): its user goes to the provider elsewhere, and enters
 * a code there; the device asks until that is done. No router keeps anything of it: the device keeps the provider's code, as the
 * standard has it.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Device } from '@posthorn/protocol';
import { fromJson } from '@posthorn/protocol/schema';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { admit } from '../../http/bearer.ts';
import type { Json } from '../../http/route.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { loggedInJson } from '../accounts/logged-in-json.ts';
import { checkedDevice } from '../accounts/opening.ts';
import { signInAs } from '../accounts/sign-in.ts';
import { providerCalled } from './providers.ts';

export const DEVICE_LOGIN_URL = '/v1/login/oidc/';
/** Of the provider's code, which is a JWT at some. */
const MAX_CODE_CHARS = 8192;

type Named = FastifyRequest<{ Params: { provider: string } }>;

export function addDeviceLogin(app: FastifyInstance, place: FeaturePlace): void {
  app.post(`${DEVICE_LOGIN_URL}:provider/device`, (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return begin(place, request as Named);
  });
  app.post(`${DEVICE_LOGIN_URL}:provider/device/poll`, (request, reply) => {
    void reply.header('cache-control', 'no-store');
    return poll(place, request as Named);
  });
}

async function begin({ gate, services }: FeaturePlace, request: Named): Promise<Json> {
  await admit(gate, request.raw, 'stranger');
  const { provider } = providerCalled(services, request.params.provider);
  const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresInS, intervalS } =
    await provider.beginDevice();
  return {
    deviceCode,
    userCode,
    verificationUri,
    ...(verificationUriComplete !== undefined && { verificationUriComplete }),
    expiresAt: services.clock.now() + expiresInS * 1000,
    intervalMs: intervalS * 1000,
  };
}

async function poll(place: FeaturePlace, request: Named): Promise<Json> {
  const { gate, services } = place;
  const caller = await admit(gate, request.raw, 'stranger');
  const { provider, way } = providerCalled(services, request.params.provider);
  const { deviceCode, device: given } = parsePoll(request.body);
  const device = checkedDevice(services, given);
  const done = await provider.endDevice(deviceCode);
  if (typeof done === 'string') return { status: done };
  const loggedIn = await signInAs(services, caller, done.identity, { way, device, sid: done.sid });
  return { status: 'done', login: loggedInJson(place, request.raw, loggedIn) };
}

/** Throws INVALID, naming the property. */
function parsePoll(body: unknown): { readonly deviceCode: string; readonly device: Device | undefined } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('the body must be an object');
  const { deviceCode, device, ...others } = body as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`the body has the unknown property "${unknown}"`);
  if (typeof deviceCode !== 'string' || deviceCode === '' || deviceCode.length > MAX_CODE_CHARS)
    throw invalid('"deviceCode" in the body must be the one that the login began with');
  if (device === undefined) return { deviceCode, device };
  if (typeof device !== 'object' || device === null) throw invalid('"device" in the body must be an object');
  return { deviceCode, device: fromJson('Device', device) as unknown as Device };
}

function invalid(message: string): PosthornError {
  return new PosthornError('INVALID', message);
}
