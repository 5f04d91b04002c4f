/**
 * How the server calls itself, and who may register: what administrators have set, or else the options of the start.
 *
 * @module
 */
import type { Registration } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { originOf } from '../../router/audit.ts';
import type { Caller } from '../../router/router.ts';
import type { RouterState, Services } from '../../router/services.ts';
import type { Details } from '../../store/audit.ts';
import { ACCOUNT_OPTIONS } from './options.ts';
import * as queries from './server-settings-queries.ts';
import type { SettingName, SetUp } from './server-settings-queries.ts';

export interface ServerSettings {
  readonly name: string;
  readonly registration: Exclude<Registration, 'unspecified'>;
  /** `#rrggbb`, or empty. */
  readonly accent: string;
  /** Tells the logo from others; empty: there is none. */
  readonly logoHash: string;
}

/** How long a router may not know what another one has set. Anybody may ask, so not each question reaches the store. */
const TRUST_MS = 2000;

export class KnownSettings {
  readonly #services: Services;
  #known: { readonly at: number; readonly settings: Promise<ServerSettings> } | undefined;
  #isSetUp = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** As they were at most two seconds ago. Rejects with a StoreError. */
  get(): Promise<ServerSettings> {
    const now = this.#services.clock.monotonic();
    if (this.#known !== undefined && now - this.#known.at < TRUST_MS) return this.#known.settings;
    const settings = this.read();
    this.#known = { at: now, settings };
    settings.catch(() => (this.#known = undefined));
    return settings;
  }

  /** As they are. */
  async read(): Promise<ServerSettings> {
    const { store, config } = this.#services;
    const set = new Map<SettingName, string>(await store.run(queries.serverSettings));
    const { serverName, registration, accent = '' } = optionsOf(config.options, ACCOUNT_OPTIONS);
    return {
      name: set.get('name') ?? serverName,
      // What was written was one of them.
      registration: (set.get('registration') as ServerSettings['registration'] | undefined) ?? registration,
      accent: set.get('accent') ?? accent,
      logoHash: set.get('logo-hash') ?? '',
    };
  }

  /** Resolves when it is committed. `details`: what the audit keeps. */
  async set(
    caller: Caller,
    changes: readonly (readonly [name: SettingName, value: Uint8Array | undefined])[],
    details: Details,
  ): Promise<void> {
    const { store, clock } = this.#services;
    await store.run(queries.setServerSettings, changes, originOf(clock, caller, 'setServer'), details);
    this.#known = undefined;
  }

  /** Undefined: there is an administrator, and was one before. */
  async setUp(): Promise<SetUp | undefined> {
    if (this.#isSetUp) return undefined;
    const found = await this.#services.store.run(queries.setUp);
    this.#isSetUp = found.hasAdministrator;
    return found;
  }
}

export const SETTINGS: RouterState<KnownSettings> = {
  name: 'server settings',
  open: (services) => new KnownSettings(services),
};
