/**
 * What a browser keeps of a login while its user is at the provider, in a cookie that no script can read.
 *
 * @module
 */
import type { Flow } from './provider.ts';

export interface WebFlow extends Flow {
  readonly provider: string;
  /** Where one goes then: a path of this server. */
  readonly next: string;
  /** What the user sees of this browser. */
  readonly label: string;
}

const KEYS = ['provider', 'state', 'nonce', 'verifier', 'next', 'label'] as const;

export function encodeFlow(flow: WebFlow): string {
  return Buffer.from(JSON.stringify(KEYS.map((key) => flow[key]))).toString('base64url');
}

/** Undefined: there is none. */
export function decodeFlow(kept: string | undefined): WebFlow | undefined {
  if (kept === undefined) return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(kept, 'base64url').toString('utf8'));
    if (!Array.isArray(values) || !KEYS.every((_, at) => typeof values[at] === 'string')) return undefined;
    const [provider, state, nonce, verifier, next, label] = values as string[];
    return { provider, state, nonce, verifier, next, label } as WebFlow;
  } catch {
    return undefined;
  }
}
