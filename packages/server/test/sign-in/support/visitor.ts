/**
 * Whoever logs in by HTTP.
 *
 * @module
 */
import assert from 'node:assert/strict';

export interface LoggedIn {
  readonly token: string;
  readonly expiresAt: number;
  readonly user: {
    readonly id: number;
    readonly name: string;
    readonly displayName?: string;
    readonly avatarUrl?: string;
    readonly admin?: boolean;
  };
}

export class Visitor {
  readonly #url: string;
  #admin = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** The first one becomes administrator. */
  async register(name: string): Promise<LoggedIn> {
    const answer = await this.post('/v1/register', { name, password: 'password' });
    assert.equal(answer.status, 200, await answer.clone().text());
    const loggedIn = (await answer.json()) as LoggedIn;
    if (this.#admin === '') this.#admin = loggedIn.token;
    return loggedIn;
  }

  logIn(login: object): Promise<Response> {
    return this.post('/v1/login', login);
  }

  /** As a page of the server does. */
  logInBrowser(login: object): Promise<Response> {
    const own = { origin: this.#url, 'x-posthorn-web': '1', 'content-type': 'application/json' };
    return fetch(`${this.#url}/v1/web/session`, {
      method: 'POST',
      headers: own,
      body: JSON.stringify(login),
    });
  }

  /** Logs in by a JWT that is good. */
  async ok(jwt: string): Promise<LoggedIn> {
    const answer = await this.logIn({ jwt });
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as LoggedIn;
  }

  /** The ids of the accounts, as the administrator. */
  async import(...accounts: readonly object[]): Promise<readonly number[]> {
    const answer = await this.#send('POST', '/v1/admin/users/import', { accounts }, this.#admin);
    assert.equal(answer.status, 200, await answer.clone().text());
    const { results } = (await answer.json()) as { readonly results: readonly { readonly user: number }[] };
    return results.map(({ user }) => user);
  }

  async disable(user: number): Promise<void> {
    const answer = await this.#send(
      'PUT',
      `/v1/admin/users/${user}/disabled`,
      { disabled: true },
      this.#admin,
    );
    assert.equal(answer.status, 200, await answer.clone().text());
  }

  get(path: string, token?: string): Promise<Response> {
    return fetch(this.#url + path, { headers: this.#headers(token) });
  }

  post(path: string, body: object, token?: string): Promise<Response> {
    return this.#send('POST', path, body, token);
  }

  put(path: string, body: object, token?: string): Promise<Response> {
    return this.#send('PUT', path, body, token);
  }

  #send(method: string, path: string, body: object, token?: string): Promise<Response> {
    return fetch(this.#url + path, {
      method,
      headers: { ...this.#headers(token), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  #headers(token: string | undefined): Record<string, string> {
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }
}
