/**
 * The options of Web Push.
 *
 * @module
 */
import { freeText, list, onOff } from '../../config/kinds.ts';
import type { Kind } from '../../config/kinds.ts';
import { OPTION_GROUPS, option, optional } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';
import { isHostPattern, KNOWN_SERVICES } from './hosts.ts';

const hostPattern: Kind<string> = {
  placeholder: 'HOST',
  parse(raw) {
    if (typeof raw !== 'string' || !isHostPattern(raw))
      throw new Error('must be a host such as push.example.com, *.example.com or http://127.0.0.1:8080');
    return raw.toLowerCase();
  },
  format: (value) => value,
};

const MAX_CONTACT_CHARS = 200;

const contact: Kind<string> = {
  ...freeText('URL', { min: 1, max: MAX_CONTACT_CHARS }),
  parse(raw) {
    const isUrl = typeof raw === 'string' && raw.length <= MAX_CONTACT_CHARS && URL.canParse(raw);
    if (!isUrl || !/^(?:mailto|https):[^\s"\\]+$/.test(raw))
      throw new Error('must be an address such as mailto:admin@example.com or https://example.com/contact');
    return raw;
  },
};

export const PUSH_OPTIONS = {
  push: option({
    group: OPTION_GROUPS.operation,
    kind: onOff,
    default: true,
    description:
      'Whether routers tell browsers of messages while no page is open (Web Push). The push service of a browser learns ' +
      'when somebody gets a message, but neither its words nor its sender. Set it for all routers.',
    example: 'off',
  }),
  pushHosts: option({
    group: OPTION_GROUPS.operation,
    kind: list(hostPattern),
    default: [KNOWN_SERVICES],
    description:
      'Push services that routers call: hosts, with `*.` for all names below one; `known` stands for those of Chrome, ' +
      'Edge, Firefox and Safari. They are called by https at the port 443; a host with a scheme and a port is called ' +
      'just so.',
    example: 'known,push.example.com',
  }),
  pushContact: optional({
    group: OPTION_GROUPS.operation,
    kind: contact,
    absent: '`--public-url`',
    description:
      'Where operators of push services reach whoever runs this server: an address of mail or of a page. They see it with ' +
      'each push; some refuse pushes without one.',
    example: 'mailto:admin@example.com',
  }),
} as const satisfies OptionTable;
