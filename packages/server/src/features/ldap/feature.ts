/**
 * Logins with the name and the password of an LDAP directory, such as Active Directory.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { DIRECTORIES, ldapWays } from './directories.ts';
import { checkLdap, LDAP_OPTIONS } from './options.ts';
import { directoryDuties } from './watch.ts';

export const LDAP = {
  name: 'ldap',
  options: { table: LDAP_OPTIONS, check: checkLdap },
  states: [DIRECTORIES],
  loginWays: ldapWays,
  duties: directoryDuties,
} as const satisfies Feature;
