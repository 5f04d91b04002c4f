/**
 * The directories of a router, and the ways to log in that they are.
 *
 * @module
 */
import type { LoginWay } from '../../router/login-way.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { Directory } from './directory.ts';
import { directoriesIn } from './options.ts';

export const DIRECTORIES: RouterState<readonly Directory[]> = {
  name: 'directories',
  open({ config, clock, logger }) {
    const directories = directoriesIn(config.options).map((each) => new Directory(each, { clock, logger }));
    // Not awaited: it never rejects, and nobody's login waits for it.
    for (const directory of directories) void directory.greet();
    return directories;
  },
  close(directories) {
    for (const directory of directories) directory.close();
  },
};

export function ldapWays(services: Services): readonly LoginWay[] {
  return directoriesIn(services.config.options).map((settings) => ({
    name: settings.id,
    title: settings.title,
    kind: 'ldap',
    rules: {
      registers: settings.register,
      updates: settings.update,
      linksNames: settings.linkByName ? 'always' : 'without-password',
      linksEmails: settings.linkByEmail,
      sessionMs: settings.sessionMs,
    },
    check: async ({ name, password }, asker) =>
      services
        .state(DIRECTORIES)
        .find((each) => each.settings.id === settings.id)
        ?.logIn(name, password, asker),
  }));
}
