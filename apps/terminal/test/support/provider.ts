/**
 * A provider of single sign-on that logs in devices (OpenID Connect Discovery, RFC 8628), with one person.
 *
 * @module
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });

export class DeviceProvider {
  readonly issuer: string;
  /** What is answered to the next questions whether the user is done, in order; then they are. */
  readonly answers: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<DeviceProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new DeviceProvider(server);
    server.on('request', (request, response) => {
      const [status, body] = provider.#answer(request.url ?? '');
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    return provider;
  }

  close(): void {
    this.#server.close();
  }

  #answer(path: string): readonly [status: number, body: object] {
    const { issuer } = this;
    switch (path) {
      case '/.well-known/openid-configuration':
        return [200, { ...this.#metadata(), device_authorization_endpoint: `${issuer}/device` }];
      case '/jwks':
        return [200, { keys: [{ ...KEYS.publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] }];
      case '/device':
        return [
          200,
          {
            device_code: 'a secret of the device',
            user_code: 'WDJB-MJHT',
            verification_uri: `${issuer}/enter`,
            expires_in: 600,
            // Shorter than at any provider, because the tests wait for it.
            interval: 0.01,
          },
        ];
      default: {
        const error = this.answers.shift();
        if (error !== undefined) return [400, { error }];
        return [200, { access_token: 'a', token_type: 'Bearer', id_token: this.#idToken() }];
      }
    }
  }

  #metadata(): object {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  #idToken(): string {
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      aud: 'posthorn',
      sub: 'b',
      preferred_username: 'benvolio',
      iat,
      exp: iat + 60,
    };
    const head = [{ alg: 'RS256' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    return `${head.join('.')}.${sign('sha256', Buffer.from(head.join('.')), KEYS.privateKey).toString('base64url')}`;
  }
}
