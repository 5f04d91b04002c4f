/**
 * A scanner that is a service, called by HTTP.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { http } from '../../../http/node-http.ts';
import { oneLine } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const MAX_ANSWER_BYTES = 65_536;

export interface ScannedBytes {
  readonly bytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The service is one that the operator has named, so every address is called. Never rejects, unless the source fails. */
export async function scanByRequest(url: URL, source: ScannedBytes, signal: AbortSignal): Promise<Verdict> {
  const body = Readable.from(source.chunks, { objectMode: false });
  let failure: unknown;
  body.once('error', (error) => (failure ??= error));
  try {
    return verdictIn(await answerTo(url, { body, bytes: source.bytes, signal }));
  } catch (error) {
    // Otherwise the source is fine, and what fails is the service, or the time is up.
    if (failure !== undefined && !signal.aborted && failure === error) throw error;
    return { found: 'failed', reason: oneLine(error instanceof Error ? error.message : String(error)) };
  } finally {
    body.destroy();
  }
}

interface Call {
  readonly body: Readable;
  readonly bytes: number;
  readonly signal: AbortSignal;
}

async function answerTo(url: URL, { body, bytes, signal }: Call): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { request } = url.protocol === 'https:' ? https : http;
  const sent = request(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': bytes,
      accept: 'application/json',
    },
    agent: false,
    signal,
  });
  sent.once('response', resolve);
  sent.on('error', reject);
  // A service may answer before it has everything, and close: then the answer counts.
  const sending = pipeline(body, sent).catch((error: unknown) => reject(error));
  const answer = await promise;
  try {
    return await textOf(answer);
  } finally {
    answer.destroy();
    sent.destroy();
    await sending;
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const { statusCode = 0 } = answer;
  if (statusCode < 200 || statusCode > 299) throw new Error(`the scanner answered with ${statusCode}`);
  let text = '';
  answer.setEncoding('utf8');
  for await (const chunk of answer as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_ANSWER_BYTES) throw new Error('the answer of the scanner is too long');
  }
  return text;
}

function verdictIn(text: string): Verdict {
  const parsed: unknown = JSON.parse(text);
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    !('clean' in parsed) ||
    typeof parsed.clean !== 'boolean'
  )
    throw new Error('the answer of the scanner does not say whether the file is clean');
  const reason = 'reason' in parsed && typeof parsed.reason === 'string' ? oneLine(parsed.reason) : '';
  return { found: parsed.clean ? 'clean' : 'infected', reason };
}
