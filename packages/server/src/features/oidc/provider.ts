/**
 * One provider of single sign-on: OpenID Connect Core 1.0 by authorisation code with PKCE (RFC 7636) or from a device without a
 * browser (RFC 8628), Discovery 1.0, Back-Channel Logout 1.0.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type * as OpenIdClient from 'openid-client';
import type { Configuration } from 'openid-client';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { ExternalIdentity } from '../../router/login-way.ts';
import { KeySet } from '../accounts/key-set.ts';
import { identityOf } from './claims.ts';
import type { Claims } from './claims.ts';
import type { ProviderSettings } from './providers-file.ts';

/** What the provider says of itself is asked again after this. */
const FRESH_MS = 3_600_000;
const TIMEOUT_S = 10;
const LEEWAY_S = 60;

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const DEFAULT_INTERVAL_S = 5;
const PROGRESS: Readonly<Record<string, DeviceProgress>> = {
  authorization_pending: 'pending',
  slow_down: 'slow-down',
  access_denied: 'denied',
  expired_token: 'expired',
};

type Library = typeof OpenIdClient;
type Tokens = OpenIdClient.TokenEndpointResponse & OpenIdClient.TokenEndpointResponseHelpers;

/** What a login waits for while its user is at the provider. */
export interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SignedIn {
  readonly identity: ExternalIdentity;
  /** The session there; empty: it has not said. */
  readonly sid: string;
}

/** What somebody does in a browser, elsewhere, to log a device in (RFC 8628 §3.2). */
export interface DeviceFlow {
  /** The device asks with it. */
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  /** With the code in it; undefined: the provider has none. */
  readonly verificationUriComplete: string | undefined;
  readonly expiresInS: number;
  readonly intervalS: number;
}

/** How a login of a device is; RFC 8628 §3.5. */
export type DeviceProgress = 'pending' | 'slow-down' | 'denied' | 'expired';

export interface ProviderPlace {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly logger: Logger;
}

export class Provider {
  readonly settings: ProviderSettings;
  readonly #place: ProviderPlace;
  #found: { readonly config: Configuration; readonly at: number } | undefined;

  /** Its keys, for what it sends by itself. */
  #keys: { readonly url: string; readonly keys: KeySet } | undefined;

  constructor(settings: ProviderSettings, place: ProviderPlace) {
    this.settings = settings;
    this.#place = place;
  }

  /** Where a browser goes to log in there. `redirectUri`: where it comes back. */
  async begin(redirectUri: string): Promise<{ readonly url: URL; readonly flow: Flow }> {
    const library = await load();
    const config = await this.#discovered(library);
    const flow = {
      state: library.randomState(),
      nonce: library.randomNonce(),
      verifier: library.randomPKCECodeVerifier(),
    };
    const url = library.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: this.settings.scopes,
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await library.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    });
    return { url, flow };
  }

  /** Who has come back, to `url`. Rejects with BAD_CREDENTIALS or UNAVAILABLE. */
  async end(url: URL, { state, nonce, verifier }: Flow): Promise<SignedIn> {
    const library = await load();
    const config = await this.#discovered(library);
    try {
      const tokens = await library.authorizationCodeGrant(config, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return await this.#signedIn(library, config, tokens);
    } catch (error) {
      throw this.#refusal(library, error);
    }
  }

  /** Begins the login of a device. Rejects with FORBIDDEN where that is not possible here, and UNAVAILABLE. */
  async beginDevice(): Promise<DeviceFlow> {
    const { scopes, title, id } = this.settings;
    const library = await load();
    const config = await this.#configForDevices(library);
    try {
      const begun = await library.initiateDeviceAuthorization(config, { scope: scopes });
      return {
        deviceCode: begun.device_code,
        userCode: begun.user_code,
        verificationUri: begun.verification_uri,
        verificationUriComplete: begun.verification_uri_complete,
        expiresInS: begun.expires_in,
        intervalS: begun.interval ?? DEFAULT_INTERVAL_S,
      };
    } catch (error) {
      if (!(error instanceof library.ResponseBodyError)) throw this.#refusal(library, error);
      this.#place.logger.warn({ provider: id, error }, 'a provider begins no login of a device');
      throw new PosthornError(
        'FORBIDDEN',
        `${title} does not let this server log in devices: allow its client the device grant there`,
        { cause: error },
      );
    }
  }

  /** Asks once. Rejects with BAD_CREDENTIALS for a code that is none, or was used, and UNAVAILABLE. */
  async endDevice(deviceCode: string): Promise<SignedIn | DeviceProgress> {
    const library = await load();
    const config = await this.#configForDevices(library);
    try {
      const tokens = await library.genericGrantRequest(config, DEVICE_GRANT, { device_code: deviceCode });
      return await this.#signedIn(library, config, tokens);
    } catch (error) {
      const progress = error instanceof library.ResponseBodyError ? PROGRESS[error.error] : undefined;
      if (progress !== undefined) return progress;
      throw this.#refusal(library, error);
    }
  }

  async #configForDevices(library: Library): Promise<Configuration> {
    const { title, deviceLogin } = this.settings;
    const config = await this.#discovered(library);
    if (deviceLogin && config.serverMetadata().device_authorization_endpoint !== undefined) return config;
    throw new PosthornError('FORBIDDEN', `${title} does not log in devices without a browser`);
  }

  async #signedIn(library: Library, config: Configuration, tokens: Tokens): Promise<SignedIn> {
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('there is no ID token');
    const all = { ...(await this.#told(library, config, tokens.access_token, claims.sub)), ...claims };
    return { identity: identityOf(all, this.settings), sid: textOf(all['sid']) };
  }

  /** Who it says it is, and its public keys. */
  async signer(): Promise<{ readonly issuer: string; readonly keys: KeySet }> {
    const { issuer, jwks_uri: url } = (await this.#discovered(await load())).serverMetadata();
    if (url === undefined) throw new PosthornError('UNAVAILABLE', 'the provider names no keys');
    if (this.#keys?.url !== url) this.#keys = { url, keys: new KeySet({ url, ...this.#place }) };
    return { issuer, keys: this.#keys.keys };
  }

  /** Claims that are in no ID token of many providers. */
  async #told(library: Library, config: Configuration, token: string, subject: string): Promise<Claims> {
    if (config.serverMetadata().userinfo_endpoint === undefined) return {};
    return (await library.fetchUserInfo(config, token, subject)) as Claims;
  }

  async #discovered(library: Library): Promise<Configuration> {
    const { clock, logger } = this.#place;
    if (this.#found !== undefined && clock.monotonic() - this.#found.at <= FRESH_MS)
      return this.#found.config;
    try {
      const config = await this.#discover(library);
      this.#found = { config, at: clock.monotonic() };
      return config;
    } catch (error) {
      logger.warn(
        { provider: this.settings.id, error },
        'a provider of single sign-on cannot be asked who it is',
      );
      if (this.#found !== undefined) return this.#found.config;
      throw new PosthornError('UNAVAILABLE', `${this.settings.title} does not answer now; try again later`, {
        cause: error,
      });
    }
  }

  #discover(library: Library): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const auth = clientSecret === undefined ? library.None() : library.ClientSecretBasic(clientSecret);
    const url = new URL(issuer);
    const isPlain = url.protocol === 'http:';
    return library.discovery(url, clientId, { [library.clockTolerance]: LEEWAY_S }, auth, {
      timeout: TIMEOUT_S,
      execute: [
        // The signature counts, and not the connection alone.
        library.enableNonRepudiationChecks,
        // oxlint-disable-next-line typescript/no-deprecated -- to make it stand out: the settings allow it on this machine alone.
        ...(isPlain ? [library.allowInsecureRequests] : []),
      ],
    });
  }

  #refusal(library: Library, error: unknown): PosthornError {
    const { id, title } = this.settings;
    if (error instanceof PosthornError) return error;
    this.#place.logger.info({ provider: id, error }, 'a login by single sign-on was refused');
    if (error instanceof library.AuthorizationResponseError && error.error === 'access_denied')
      return new PosthornError('BAD_CREDENTIALS', `the login at ${title} was cancelled`, { cause: error });
    if (error instanceof TypeError && error.message === 'fetch failed')
      return new PosthornError('UNAVAILABLE', `${title} does not answer now; try again later`, {
        cause: error,
      });
    return new PosthornError(
      'BAD_CREDENTIALS',
      `what ${title} says of this login does not hold; begin it again`,
      {
        cause: error,
      },
    );
  }
}

/** It is loaded when somebody needs it. */
function load(): Promise<Library> {
  return import('openid-client');
}

function textOf(claim: unknown): string {
  return typeof claim === 'string' ? claim : '';
}
