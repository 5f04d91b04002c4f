/**
 * Single sign-on of browsers: to the provider, back with a code, and out.
 *
 * @module
 */
import { PosthornError, toPosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { admit } from '../../http/bearer.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import { checkedDevice } from '../accounts/opening.ts';
import { signInAs } from '../accounts/sign-in.ts';
import { addDeviceLogin } from './device.ts';
import { decodeFlow, encodeFlow } from './flow.ts';
import type { WebFlow } from './flow.ts';
import { logOutByToken } from './logout.ts';
import { providerCalled, SIGN_IN_URL } from './providers.ts';

/** How long somebody may be at the provider. */
const FLOW_MS = 600_000;
const MAX_LABEL_CHARS = 100;

type Named = FastifyRequest<{ Params: { provider: string } }>;

export function addOidc(app: FastifyInstance, place: FeaturePlace): void {
  app.get(`${SIGN_IN_URL}:provider`, (request, reply) => begin(place, request as Named, reply));
  app.get(`${SIGN_IN_URL}:provider/callback`, (request, reply) => end(place, request as Named, reply));
  addDeviceLogin(app, place);
  // Forms are read here and nowhere else.
  void app.register(async (forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    forms.post(`${SIGN_IN_URL}:provider/logout`, (request, reply) => logOut(place, request as Named, reply));
  });
}

async function begin(
  { gate, services }: FeaturePlace,
  request: Named,
  reply: FastifyReply,
): Promise<FastifyReply> {
  await admit(gate, request.raw, 'stranger');
  const { provider } = providerCalled(services, request.params.provider);
  const base = gate.cookies.baseOf(request.raw);
  const asked = request.query as Readonly<Record<string, unknown>>;
  void reply.header('cache-control', 'no-store');
  const begun = await provider.begin(callbackUrl(base, request)).catch(toPosthornError);
  if (begun instanceof PosthornError) return reply.redirect(refusalUrl(base, begun, undefined), 303);
  const { url, flow } = begun;
  const label = textOf(asked['label']).slice(0, MAX_LABEL_CHARS);
  const kept = encodeFlow({ ...flow, provider: request.params.provider, next: pathIn(asked['next']), label });
  return reply.header('set-cookie', gate.cookies.setFlow(request.raw, kept, FLOW_MS)).redirect(url.href, 303);
}

async function end(place: FeaturePlace, request: Named, reply: FastifyReply): Promise<FastifyReply> {
  const { gate, services } = place;
  const caller = await admit(gate, request.raw, 'stranger');
  const base = gate.cookies.baseOf(request.raw);
  void reply.header('cache-control', 'no-store');
  const cookies = [gate.cookies.setFlow(request.raw, '', 0)];
  const flow = decodeFlow(gate.cookies.flowOf(request.raw));
  try {
    const { provider, way } = providerCalled(services, request.params.provider);
    if (flow?.provider !== request.params.provider)
      throw new PosthornError('BAD_CREDENTIALS', 'this login was not begun in this browser, or too long ago');
    const url = new URL(callbackUrl(base, request));
    url.search = new URL(request.url, base).search;
    const { identity, sid } = await provider.end(url, flow);
    const device = checkedDevice(services, { id: '', class: 'web', label: flow.label });
    const { token = '', expiresAt = 0 } = await signInAs(services, caller, identity, { way, device, sid });
    cookies.push(gate.cookies.set(request.raw, token, expiresAt - services.clock.now()));
    return await reply.header('set-cookie', cookies).redirect(base + flow.next, 303);
  } catch (error) {
    return await reply.header('set-cookie', cookies).redirect(refusalUrl(base, error, flow), 303);
  }
}

async function logOut(
  { gate, services }: FeaturePlace,
  request: Named,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const caller = await admit(gate, request.raw, 'stranger');
  const { provider } = providerCalled(services, request.params.provider);
  const form = request.body;
  const token = form instanceof URLSearchParams ? (form.get('logout_token') ?? '') : '';
  if (token === '') throw new PosthornError('INVALID', 'there is no logout_token in the form');
  await logOutByToken(services, caller, { provider, token });
  return reply.header('cache-control', 'no-store').send({});
}

/** The page says what has happened; only the code goes along. */
function refusalUrl(base: string, error: unknown, flow: WebFlow | undefined): string {
  const query = new URLSearchParams({ refused: toPosthornError(error).code });
  if (flow !== undefined && flow.next !== '/') query.set('next', flow.next);
  return `${base}/login?${query.toString()}`;
}

function callbackUrl(base: string, { params }: Named): string {
  return `${base}${SIGN_IN_URL}${params.provider}/callback`;
}

/** A path of this server; "/" for anything else, such as the address of another one. */
function pathIn(next: unknown): string {
  const path = textOf(next);
  return /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(path) && !path.includes('\\') ? path : '/';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
