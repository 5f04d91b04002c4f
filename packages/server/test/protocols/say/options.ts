import { freeText } from '../../../src/config/kinds.ts';
import { listenPlaceOrOff } from '../../../src/config/listen-place.ts';
import { option } from '../../../src/config/option.ts';
import type { OptionTable } from '../../../src/config/option.ts';

const SAY_GROUP = { heading: 'Say’s clients', order: 55 };

export const SAY_OPTIONS = {
  sayPort: option({
    group: SAY_GROUP,
    kind: listenPlaceOrOff,
    default: 'off',
    description: 'Port for clients that speak in lines.',
    example: '7019',
  }),
  sayGreeting: option({
    group: SAY_GROUP,
    kind: freeText('TEXT', { min: 1, max: 80 }),
    default: 'welcome',
    description: 'The first word to a client that has logged in.',
    example: 'hello',
  }),
} as const satisfies OptionTable;
