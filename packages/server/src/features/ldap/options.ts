/**
 * The options of logins by LDAP.
 *
 * @module
 */
import { freeText } from '../../config/kinds.ts';
import { optional, optionsOf } from '../../config/option.ts';
import type { OptionTable, Values } from '../../config/option.ts';
import { SIGN_IN } from '../../config/sign-in-options.ts';
import { readDirectories } from './directories-file.ts';
import type { DirectorySettings } from './directories-file.ts';

export const LDAP_OPTIONS = {
  ldap: optional({
    group: SIGN_IN,
    kind: freeText('FILE', { min: 1, max: 4096 }),
    absent: 'none',
    description:
      'A JSON file with LDAP directories, such as Active Directory, whose people log in with name and password. The page ' +
      'docs/sign-in.md describes it.',
    example: '/etc/posthorn/ldap.json',
  }),
} as const satisfies OptionTable;

export function checkLdap(config: Values): void {
  directoriesIn(config);
}

/** Throws a ConfigError. */
export function directoriesIn(config: Values): readonly DirectorySettings[] {
  const { ldap } = optionsOf(config, LDAP_OPTIONS);
  return ldap === undefined ? [] : readDirectories(ldap, process.env);
}
