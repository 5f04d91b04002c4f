// `npm run docs`: writes the reference pages that come from the source.
import { writeFileSync } from 'node:fs';
import { commandsPage } from '@posthorn/terminal';
import { configurationPage } from '../../../packages/server/src/config/reference.ts';
import { OPTION_SETS } from '../../../packages/server/src/compose/options.ts';

const page = (name: string): URL => new URL(`../../../docs/${name}`, import.meta.url);

writeFileSync(page('configuration.md'), configurationPage(OPTION_SETS));
writeFileSync(page('cli.md'), await commandsPage());
