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
import { checkCluster, CLUSTER_OPTIONS } from '../config/cluster-options.ts';
import { LIMIT_OPTIONS } from '../config/limit-options.ts';
import { readConfig, withDefaults } from '../config/load.ts';
import type { ConfigSources, Loaded } from '../config/load.ts';
import { checkOperation, OPERATION_OPTIONS } from '../config/operation-options.ts';
import type { OptionSet, TableOf, ValuesOf } from '../config/option.ts';
import { PLACE_OPTIONS } from '../config/place-options.ts';
import { ACCOUNT_OPTIONS } from '../features/accounts/options.ts';
import { GROUP_OPTIONS } from '../features/groups/options.ts';
import { CIM_OPTIONS } from '../protocols/cim/options.ts';
import { checkNative, NATIVE_OPTIONS } from '../protocols/native/options.ts';

const ADDRESS_OPTIONS = addressOptions([
  { schemes: ['tcp', 'tls', 'ws', 'wss'] },
  { schemes: ['cim'], help: 'cim://HOST:PORT for CIM’s clients' },
]);

/** In the order in which the help text names the options under one heading. */
const PARTS = [
  { options: { table: PLACE_OPTIONS } },
  { options: { table: ADDRESS_OPTIONS, check: checkAddresses } },
  { options: { table: CLUSTER_OPTIONS, check: checkCluster } },
  { options: { table: ACCOUNT_OPTIONS } },
  { options: { table: GROUP_OPTIONS } },
  { options: { table: NATIVE_OPTIONS, check: checkNative } },
  { options: { table: CIM_OPTIONS } },
  { options: { table: LIMIT_OPTIONS } },
  { options: { table: OPERATION_OPTIONS, check: checkOperation } },
] as const;

export const OPTION_SETS: readonly OptionSet[] = PARTS.map(({ options }) => options);

/** A complete, valid configuration. Times in ms, sizes in bytes. */
export type Config = ValuesOf<TableOf<typeof PARTS>>;

/** Reads all sources. Throws a ConfigError for whatever is unknown, malformed or contradictory. */
export function loadConfig(sources: ConfigSources): Loaded<Config> {
  // Config is derived from the very sets that are read.
  return readConfig(sources, OPTION_SETS) as Loaded<Config>;
}

/** All defaults, changed by `changes`; for tests and for those who embed the server. */
export function configWith(changes: Partial<Config>): Config {
  return withDefaults(changes, OPTION_SETS) as Config; // As above.
}
