/**
 * Every option of `posthorn start`: those of the core, then of the features and the wire protocols. Defaults,
 * validation, `--help` and docs/configuration.md all come from here.
 *
 * An option is called the same everywhere: `--login-policy` is POSTHORN_LOGIN_POLICY in the environment and
 * "login-policy" in the configuration file.
 *
 * @module
 */
import { addressOptions, checkAddresses } from '../config/address-options.ts';
import type { AddressTable } from '../config/address-options.ts';
import { checkCluster, CLUSTER_OPTIONS } from '../config/cluster-options.ts';
import { checkFiles, FILES_OPTIONS } from '../config/files-options.ts';
import { LIMIT_OPTIONS } from '../config/limit-options.ts';
import { readConfig, withDefaults } from '../config/load.ts';
import type { ConfigSources, Loaded } from '../config/load.ts';
import { checkOperation, OPERATION_OPTIONS } from '../config/operation-options.ts';
import type { OptionSet, TableOf, ValuesOf } from '../config/option.ts';
import { OUTGOING_OPTIONS } from '../config/outgoing-options.ts';
import { PLACE_OPTIONS } from '../config/place-options.ts';
import type { Feature } from '../router/feature.ts';
import { FEATURES } from './features.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import { PROTOCOLS } from './protocols.ts';

/** What an embedding program adds to a server. */
export interface Additions {
  readonly protocols?: readonly WireProtocol[];
  readonly features?: readonly Feature[];
}

/** A complete, valid configuration. Times in ms, sizes in bytes. */
export type Config = ValuesOf<CoreTable & TableOf<typeof FEATURES> & TableOf<typeof PROTOCOLS>>;

type CoreTable = typeof PLACE_OPTIONS &
  typeof FILES_OPTIONS &
  AddressTable &
  typeof CLUSTER_OPTIONS &
  typeof LIMIT_OPTIONS &
  typeof OUTGOING_OPTIONS &
  typeof OPERATION_OPTIONS;

/** In the order in which the help text names the options under one heading. */
export function optionSets({ protocols = [], features = [] }: Additions = {}): readonly OptionSet[] {
  const wires: readonly WireProtocol[] = [...PROTOCOLS, ...protocols];
  const advertised = wires.flatMap(({ addresses }) => addresses ?? []);
  return [
    { table: PLACE_OPTIONS },
    { table: FILES_OPTIONS, check: checkFiles },
    { table: addressOptions(advertised), check: checkAddresses },
    { table: CLUSTER_OPTIONS, check: checkCluster },
    ...setsOf([...(FEATURES as readonly Feature[]), ...features]),
    ...setsOf(wires),
    { table: LIMIT_OPTIONS },
    { table: OUTGOING_OPTIONS },
    { table: OPERATION_OPTIONS, check: checkOperation },
  ];
}

/** Reads all sources. Throws a ConfigError for whatever is unknown, malformed or contradictory. */
export function loadConfig(sources: ConfigSources, additions: Additions = {}): Loaded<Config> {
  // Config is derived from the same list of sets.
  return readConfig(sources, optionSets(additions)) as Loaded<Config>;
}

/** All defaults, changed by `changes`; for tests and for those who embed the server. */
export function configWith(changes: Partial<Config>): Config {
  return completed(changes);
}

/** `config`, completed with defaults. */
export function completed(config: Partial<Config>, additions: Additions = {}): Config {
  return withDefaults(config, optionSets(additions)) as Config; // As above.
}

function setsOf(parts: readonly { readonly options?: OptionSet }[]): readonly OptionSet[] {
  return parts.flatMap(({ options }) => options ?? []);
}
