// `npm run docs`: writes the pages that come from the source.
import { writeFileSync } from 'node:fs';
import { pages, pageUrl } from './pages.ts';

for (const [name, text] of await pages()) writeFileSync(pageUrl(name), text);
