/**
 * Fetches files of an export that has only their addresses.
 *
 * @module
 */
import { Missing } from './source.ts';

const MAX_REDIRECTS = 5;
const TRIES = 3;

export interface Fetching {
  /** Hosts that may be asked, with those below them. The export names addresses, and it is somebody else's. */
  readonly hosts: readonly string[];
  readonly signal: AbortSignal;
}

/** Rejects with a Missing. */
export async function fetchBytes(url: string, fetching: Fetching): Promise<AsyncIterable<Uint8Array>> {
  for (let tries = 1; ; tries++) {
    const response = await followed(url, fetching);
    if (response.ok && response.body !== null && !isLoginPage(response)) return response.body;
    await response.body?.cancel();
    const isPassing = response.status >= 500 || response.status === 429;
    if (!isPassing || tries === TRIES)
      throw new Missing(
        isLoginPage(response)
          ? 'its address asks for a login: the token of the export has ended'
          : `its address answers ${response.status}`,
      );
  }
}

async function followed(url: string, { hosts, signal }: Fetching): Promise<Response> {
  let at = url;
  for (let steps = 0; steps <= MAX_REDIRECTS; steps++) {
    const next = allowed(at, hosts);
    const response = await fetch(next, { redirect: 'manual', signal }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new Missing('its address does not answer', { cause });
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, next).href;
  }
  throw new Missing('its address leads from one to the next without end');
}

/** Throws a Missing. */
function allowed(url: string, hosts: readonly string[]): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isHttp = parsed !== undefined && /^https?:$/.test(parsed.protocol);
  const isAllowed =
    isHttp &&
    hosts.some(
      (host) => parsed.hostname === host || parsed.host === host || parsed.hostname.endsWith(`.${host}`),
    );
  if (isAllowed) return parsed;
  throw new Missing(
    `its address is at ${parsed?.host ?? 'no host'}, which is not asked: --file-host lets it`,
  );
}

/** Instead of the file. */
function isLoginPage({ headers }: Response): boolean {
  return (
    (headers.get('content-type') ?? '').startsWith('text/html') && headers.get('content-disposition') === null
  );
}
