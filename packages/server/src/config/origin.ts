/**
 * Origins of web pages, as browsers and the shells of apps send them: `https://chat.example.com`,
 * `capacitor://localhost`.
 *
 * @module
 */
import type { Kind } from './kinds.ts';

const MUST = 'must be the origin of a page, such as https://chat.example.com or capacitor://localhost';
const ORIGIN = /^([a-z][a-z\d+.-]*):\/\/([^\s/?#@\\]*)(.*)$/i;
/** Schemes that a server listens on, and those of the pages that use it. */
const PAGES: Readonly<Record<string, string>> = { ws: 'http', wss: 'https', tcp: 'http', tls: 'https' };

/** Refuses what no page can have for its origin, since such an entry would never match. */
export const origin: Kind<string> = {
  placeholder: 'ORIGIN',
  parse(raw) {
    // Pages of local files and sandboxed ones.
    if (raw === 'null') return raw;
    const text = typeof raw === 'string' ? raw : '';
    if (text.includes('*')) throw new Error('must name each origin in full; nothing stands for several');
    const [, scheme = '', host = '', rest = ''] = ORIGIN.exec(text) ?? [];
    if (scheme === '') {
      const isHost = /^[\w.-]+(:\d+)?$/.test(text);
      throw new Error(isHost ? `must begin with a scheme, like https://${text}` : MUST);
    }
    const name = scheme.toLowerCase();
    const page = PAGES[name];
    if (page !== undefined) throw new Error(`must be the origin of a page, like ${page}://${host}`);
    if (rest !== '' && rest !== '/') {
      throw new Error(`must be an origin, which has no path, user or query: like ${name}://${host}`);
    }
    return normalised(name, host);
  },
  format: (value) => value,
};

function normalised(scheme: string, host: string): string {
  if (scheme === 'http' || scheme === 'https') {
    const url = `${scheme}://${host}`;
    if (!URL.canParse(url)) throw new Error(MUST);
    return new URL(url).origin;
  }
  if (host === '' && scheme !== 'file') throw new Error(MUST);
  return `${scheme}://${host.toLowerCase()}`;
}
