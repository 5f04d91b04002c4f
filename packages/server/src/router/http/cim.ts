/**
 * CIM's HTTP calls, on the server's own HTTP port. Everything is answered with status 200 and CIM's envelope.
 *
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { toPosthornError } from '@posthorn/protocol';
import type { ErrorName } from '@posthorn/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CIM_CODES, CimRefusal } from '../cim.ts';
import type { CimCode, CimRules } from '../cim.ts';
import type { Router } from '../router.ts';
import { addressOf, bearerOf } from './bearer.ts';

export interface CimHttpOptions {
  readonly rules: CimRules;
  readonly router: Router;
  /** Must be in the header `cim-secret`, when there is one. */
  readonly secret: string | undefined;
  /** The gateway for this user; undefined when none takes CIM's clients now. */
  readonly gateway: (user: number) => CimGateway | undefined;
}

/** Where one of CIM's clients receives. */
export interface CimGateway {
  /** Undefined: by the name under which the client has reached us. */
  readonly host: string | undefined;
  readonly cim: number;
  readonly http: number;
}

type Body = Readonly<Record<string, unknown>>;
type Answer = object | readonly object[] | null;

/** Which of CIM's codes tells a refusal of ours best. */
const CODES: Partial<Record<ErrorName, CimCode>> = {
  RATE_LIMITED: 'rateLimited',
  OVERLOADED: 'rateLimited',
  INVALID: 'invalidArgument',
  TOO_LARGE: 'invalidArgument',
  NOT_FOUND: 'wrongUser',
};

const MAX_BATCH = 1000;

export function addCim(app: FastifyInstance, options: CimHttpOptions): void {
  const { rules } = options;
  const call = (url: string, run: (body: Body, request: FastifyRequest) => Promise<Answer>): void => {
    app.post(url, { bodyLimit: 1_048_576 }, (request) =>
      answered(options, request, (body) => run(body, request)),
    );
  };
  call('/registerAccount', (body, request) => rules.register(text(body, 'userName'), addressOf(request.raw)));
  call('/login', async (body, request) => {
    const user = id(body, 'userId');
    await rules.login(user, text(body, 'userName'));
    const gateway = options.gateway(user);
    if (gateway === undefined) throw new CimRefusal('failure', 'no gateway takes connections now');
    const host = gateway.host ?? new URL(`http://${request.headers.host ?? 'localhost'}`).hostname;
    return { ip: host.replace(/^\[|\]$/g, ''), cimServerPort: gateway.cim, httpPort: gateway.http };
  });
  call('/p2pRoute', async (body) => {
    const isOnline = await rules.sendDirect(id(body, 'userId'), id(body, 'receiveUserId'), texts(body));
    if (!isOnline) throw new CimRefusal('offline');
    return null;
  });
  call('/groupRoute', async (body) => {
    await rules.sendToAll(id(body, 'userId'), text(body, 'msg'));
    return null;
  });
  call('/offLine', async (body) => {
    await rules.logout(id(body, 'userId'));
    return null;
  });
  call('/fetchOfflineMsgs', async (body) => {
    await rules.fetch(id(body, 'receiveUserId'));
    return null;
  });
  call('/sendMsg', async (body, request) => {
    await mayNotify(options, request);
    await rules.notify(id(body, 'userId'), texts(body));
    return { msg: 'OK' };
  });
  app.get('/onlineUser', (request) => answered(options, request, () => rules.online()));
}

async function answered(
  { secret }: CimHttpOptions,
  request: FastifyRequest,
  run: (body: Body) => Promise<Answer>,
): Promise<object> {
  try {
    if (secret !== undefined && !hasSecret(request, secret)) throw new CimRefusal('wrongUser');
    const { body = {} } = request;
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new CimRefusal('invalidArgument');
    // Checked just now: an object.
    return envelope('success', CIM_CODES.success.message, await run(body as Body));
  } catch (error) {
    if (error instanceof CimRefusal) return envelope(error.reason, error.message, null);
    const coded = toPosthornError(error);
    return envelope(CODES[coded.code] ?? 'failure', coded.message, null);
  }
}

function envelope(reason: CimCode, message: string, dataBody: Answer): object {
  return { code: CIM_CODES[reason].code, message, reqNo: null, dataBody };
}

/** Hashing first makes the lengths equal, so that the time taken tells nothing. */
function hasSecret(request: FastifyRequest, secret: string): boolean {
  const given = request.headers['cim-secret'];
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}

/** CIM's servers call each other here; ours is for this machine and for administrators. */
async function mayNotify({ router }: CimHttpOptions, request: FastifyRequest): Promise<void> {
  const token = bearerOf(request.raw);
  if (token !== undefined && (await router.authenticate(token)).admin) return;
  const address = addressOf(request.raw);
  const isLocal = address === '::1' || address.startsWith('127.');
  if (!isLocal || 'x-forwarded-for' in request.headers) throw new CimRefusal('wrongUser');
}

function id(body: Body, name: string): number {
  const value = typeof body[name] === 'string' ? Number(body[name]) : body[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) {
    throw new CimRefusal('invalidArgument', `${name} must be a user's number`);
  }
  return value;
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '')
    throw new CimRefusal('invalidArgument', `${name} must be a text`);
  return value;
}

/** `msg`, then `batchMsg`: CIM keeps one of the two, we keep both. */
function texts({ msg, batchMsg = [] }: Body): readonly string[] {
  if (
    !Array.isArray(batchMsg ?? []) ||
    (batchMsg as readonly unknown[] | null)?.some((each) => typeof each !== 'string')
  ) {
    throw new CimRefusal('invalidArgument', 'batchMsg must be a list of texts');
  }
  const first = typeof msg === 'string' && msg !== '' ? [msg] : [];
  const all = [...first, ...((batchMsg ?? []) as readonly string[])].filter((each) => each !== '');
  if (all.length === 0) throw new CimRefusal('invalidArgument', 'msg must be a text');
  if (all.length > MAX_BATCH)
    throw new CimRefusal('invalidArgument', `at most ${MAX_BATCH} messages at once`);
  return all;
}
