/**
 * A hook that is an HTTP service.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import type { Questions } from '../../outgoing/questions.ts';
import { signedHeaders } from '../../outgoing/signature.ts';
import { HookFault } from './answer.ts';
import type { Hook, HookQuestion } from './hook.ts';
import type { HookPlace } from './places.ts';

const MAX_ANSWER_BYTES = 262_144;
const ID_BYTES = 18;

export interface ServiceParts {
  readonly questions: Pick<Questions, 'ask'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Pick<Random, 'bytes'>;
  readonly secret: string;
  readonly timeoutMs: number;
}

export function serviceHook({ url, events }: HookPlace, parts: ServiceParts): Hook {
  return {
    // A path or a query may be secret.
    name: url.host,
    events,
    ask: (question) => askService(url, question, parts),
  };
}

async function askService(
  url: URL,
  { event, time, data }: HookQuestion,
  { questions, clock, random, secret, timeoutMs }: ServiceParts,
): Promise<unknown> {
  const told = { type: `before.${event}`, timestamp: new Date(time).toISOString(), data };
  const body = Buffer.from(JSON.stringify(told));
  const id = `ask_${Buffer.from(random.bytes(ID_BYTES)).toString('base64url')}`;
  const headers = signedHeaders({ id, body, secrets: [secret] }, clock.now());
  const asked = { url, headers, body, timeoutMs, maxBytes: MAX_ANSWER_BYTES };
  const { status, body: answer } = await questions.ask(asked);
  if (status < 200 || status > 299) {
    const isRedirect = status >= 300 && status < 400;
    throw new HookFault(`it has answered ${status}${isRedirect ? '; redirects are not followed' : ''}`);
  }
  if (answer.length === 0) return undefined;
  try {
    return JSON.parse(answer.toString('utf8'));
  } catch (cause) {
    throw new HookFault('the answer is no JSON', { cause });
  }
}
