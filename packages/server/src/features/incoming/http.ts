/**
 * The call that posts: `POST /v1/incoming/KEY`. It answers as Slack's does, in plain text.
 *
 * @module
 */
import { toPosthornError } from '@posthorn/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { limitStranger } from '../../http/bearer.ts';
import type { Gate } from '../../http/bearer.ts';
import { codedError } from '../../http/failure.ts';
import { ERROR_RESPONSE } from '../../http/openapi-parts.ts';
import type { Paths } from '../../http/openapi-parts.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { FeaturePlace } from '../../router/feature.ts';
import type { Services } from '../../router/services.ts';
import { hashToken } from '../accounts/tokens.ts';
import { INCOMING_PREFIX } from './incoming.ts';
import * as incomingQueries from './incoming-queries.ts';
import type { IncomingRecord } from './incoming-records.ts';
import { METRICS } from './metrics.ts';
import { PACE } from './pace.ts';
import { readBody } from './payload.ts';
import { post } from './posting.ts';
import { PostRefusal, refusalOf } from './refusal.ts';

const URL_PATTERN = '/v1/incoming/:key';
const KEY = new RegExp(`^${INCOMING_PREFIX}[A-Za-z0-9_-]{43}$`);
/** Slack's are smaller; an alert with its graphs is not. */
const MAX_BODY_BYTES = 262_144;
const MAX_REPEAT_KEY_CHARS = 256;
/** Minimum interval between updates of "last used". */
const TOUCH_INTERVAL_MS = 60_000;

type Posted = FastifyRequest<{ Params: { key: string } }>;

export function addIncoming(app: FastifyInstance, place: FeaturePlace): void {
  const admitted = new WeakMap<FastifyRequest, IncomingRecord>();
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Tools call JSON many things.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.setErrorHandler((error, _request, reply) => refuse(place, error, reply));
    scope.post(
      URL_PATTERN,
      {
        bodyLimit: MAX_BODY_BYTES,
        // Before the body is read: whoever has no key cannot make the server read one.
        onRequest: async (request) => {
          admitted.set(request, await admit(place, request as Posted));
        },
      },
      async (request, reply) => {
        const incoming = admitted.get(request);
        if (incoming === undefined) throw new PostRefusal('internal_error', 'the webhook was not looked up');
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const said = readBody(body, request.headers['content-type'] ?? '');
        await post(place.services, incoming, { said, repeatKey: repeatKeyOf(request.raw) });
        place.services.state(METRICS).posts.inc({ outcome: 'ok' });
        return plain(reply).send('ok');
      },
    );
  });
}

/** The webhook of the key. Throws PostRefusal. */
async function admit({ gate, services }: FeaturePlace, request: Posted): Promise<IncomingRecord> {
  const { key } = request.params;
  const incoming = KEY.test(key) ? await found(gate, services, key) : undefined;
  if (incoming === undefined) {
    limitStranger(gate, gate.addresses.ofRequest(request.raw));
    throw new PostRefusal(
      'invalid_token',
      'there is no webhook at this URL; it may be removed, or have a new key',
    );
  }
  if (incoming.disabled) throw new PostRefusal('action_prohibited', 'this webhook is disabled');
  if (incoming.orphaned)
    throw new PostRefusal(
      'account_inactive',
      'the account that has made this URL is disabled; an admin of the group makes another one',
    );
  const { id, perMinute } = incoming;
  const retryAfterMs = services.state(PACE).waitMs(id, perMinute);
  if (retryAfterMs > 0)
    throw new PostRefusal('rate_limited', `this webhook posts at most ${perMinute} times a minute`, {
      retryAfterMs,
    });
  touch(services, incoming);
  return incoming;
}

/** A key that is used too often is not even looked up. */
async function found(gate: Gate, { store }: Services, key: string): Promise<IncomingRecord | undefined> {
  const hash = hashToken(key);
  const retryAfterMs = gate.sessionRate.take(`incoming ${Buffer.from(hash).toString('base64')}`);
  if (retryAfterMs > 0) throw new PostRefusal('rate_limited', 'too many requests', { retryAfterMs });
  return store.run(incomingQueries.incomingByKey, hash);
}

/** Not awaited: if it fails, "last used" is a little older. */
function touch({ store, clock, logger }: Services, { id, lastUsedAt }: IncomingRecord): void {
  const now = clock.now();
  if (now - lastUsedAt < TOUCH_INTERVAL_MS) return;
  store.run(incomingQueries.touchIncoming, id, now).catch((error: unknown) => {
    logger.warn({ ...failureFields(fromStoreError(error)), incoming: id }, 'last used was not kept');
  });
}

function repeatKeyOf({ headers }: IncomingMessage): string {
  const given = headers['idempotency-key'] ?? '';
  const key = typeof given === 'string' ? given : given.join();
  if (key.length > MAX_REPEAT_KEY_CHARS)
    throw new PostRefusal('invalid_key', `an Idempotency-Key has at most ${MAX_REPEAT_KEY_CHARS} characters`);
  return key;
}

function refuse({ services, logger }: FeaturePlace, thrown: unknown, reply: FastifyReply): void {
  const refusal = refusalIn(thrown);
  const { code, status, message, retryAfterMs } = refusal;
  services.state(METRICS).posts.inc({ outcome: code });
  if (status === 500) logger.error({ err: refusal.cause ?? refusal }, 'a post by a webhook failed');
  if (retryAfterMs > 0) void reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
  // The refused body may still be arriving, so the connection cannot be reused.
  if (status === 413 || status === 403) void reply.header('connection', 'close');
  void plain(reply).code(status).send(`${code}: ${message}`);
}

function refusalIn(thrown: unknown): PostRefusal {
  if (thrown instanceof PostRefusal) return thrown;
  return refusalOf(toPosthornError(fromStoreError(codedError(thrown))));
}

function plain(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8');
}

const PAYLOAD = {
  title: 'IncomingPayload',
  type: 'object',
  properties: {
    text: { type: 'string', description: 'In the markup of Slack or Markdown.' },
    username: { type: 'string' },
    icon_url: { type: 'string' },
    icon_emoji: { type: 'string' },
    blocks: { type: 'array', items: { type: 'object', title: 'IncomingBlock' } },
    attachments: { type: 'array', items: { type: 'object', title: 'IncomingAttachment' } },
  },
};

const TEXT_ANSWER = { content: { 'text/plain': { schema: { type: 'string' } } } };

/** In the OpenAPI document. */
export const INCOMING_PATHS: Paths = {
  '/v1/incoming/{key}': {
    post: {
      tags: ['Incoming webhooks'],
      operationId: 'postIncoming',
      summary: 'Post by an incoming webhook',
      description:
        'Takes what Slack’s and Mattermost’s incoming webhooks take. The key is a secret. With the header Idempotency-Key a repeat posts once.',
      security: [],
      parameters: [
        { name: 'key', in: 'path', required: true, schema: { type: 'string' } },
        {
          name: 'idempotency-key',
          in: 'header',
          schema: { type: 'string', maxLength: MAX_REPEAT_KEY_CHARS },
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: PAYLOAD,
            example: { text: '*Build 17* <https://ci.example/17|failed>' },
          },
        },
      },
      responses: {
        200: { description: '`ok`', ...TEXT_ANSWER },
        '4XX': { description: 'A word of Slack’s and a sentence: `no_text: …`', ...TEXT_ANSWER },
        default: ERROR_RESPONSE,
      },
    },
  },
};
