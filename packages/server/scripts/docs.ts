// `npm run docs`: writes the reference pages that come from the source.
import { writeFileSync } from 'node:fs';
import { configurationPage } from '../src/config/reference.ts';

writeFileSync(new URL('../../../docs/configuration.md', import.meta.url), configurationPage());
