import type { LinguiConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';

const config: LinguiConfig = {
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    {
      path: '<rootDir>/locales/{locale}',
      include: ['src'],
      exclude: ['**/*.test.*', 'src/gallery', 'src/sample'],
    },
  ],
  // What would change with every change of the code is left out.
  format: formatter({ origins: false, explicitIdAsDefault: true }),
  orderBy: 'messageId',
};

export default config;
