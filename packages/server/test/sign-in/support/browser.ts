/**
 * As much of a browser as a login needs: cookies of each origin, and redirects.
 *
 * @module
 */

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

const MAX_HOPS = 20;

export class Browser {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Follows redirects to their end. */
  open(url: string): Promise<Page> {
    return this.#follow(new URL(url), {});
  }

  /** Sends a form to where the page is, or to `action`. */
  submit({ url }: Page, fields: Readonly<Record<string, string>>, action: string = url.href): Promise<Page> {
    const body = new URLSearchParams(fields).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#follow(new URL(action, url), { method: 'POST', body, headers });
  }

  /** The cookies that go to a URL, as a header. */
  cookies(url: string): string {
    return [...this.#jar(new URL(url))].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Goes one step. */
  async step(url: URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    const cookie = this.cookies(url.href);
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const set of answer.headers.getSetCookie()) this.#keep(url, set);
    return answer;
  }

  async #follow(url: URL, init: RequestInit): Promise<Page> {
    let [at, next] = [url, init];
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      const answer = await this.step(at, next);
      const location = answer.headers.get('location');
      if (location === null) return { url: at, status: answer.status, text: await answer.text() };
      await answer.body?.cancel();
      [at, next] = [new URL(location, at), {}];
    }
    throw new Error('too many redirects');
  }

  #keep(url: URL, set: string): void {
    const [pair = '', ...attributes] = set.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const isGone = value === '' || attributes.some((each) => /^max-age=0$/i.test(each));
    if (isGone) this.#jar(url).delete(name);
    else this.#jar(url).set(name, value);
  }

  #jar({ origin }: URL): Map<string, string> {
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    return jar;
  }
}
