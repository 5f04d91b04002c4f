/**
 * The options of CIM’s wire.
 *
 * @module
 */
import { onOff, port, freeText } from '../../config/kinds.ts';
import { option, optional } from '../../config/option.ts';
import type { OptionTable } from '../../config/option.ts';

const CIM_GROUP = { heading: 'CIM’s clients', order: 50 };

export const CIM_OPTIONS = {
  cim: option({
    group: CIM_GROUP,
    kind: onOff,
    default: false,
    description:
      'Let CIM’s clients in. CIM has no passwords: whoever can reach the HTTP port can then act as any account that ' +
      'was made by CIM’s registration, and as no other. So it is off unless you turn it on, best with a secret.',
    example: 'on',
  }),
  cimPort: option({
    group: CIM_GROUP,
    kind: port,
    default: 11_211,
    description: 'Port where CIM’s clients receive. 0 takes any free one.',
    example: '11211',
  }),
  cimSecret: optional({
    group: CIM_GROUP,
    kind: freeText('SECRET', { min: 8, max: 256 }),
    absent: 'none',
    description:
      'CIM’s HTTP calls must carry this in the header cim-secret, and the login frame in the property cim-secret.',
    example: 'a-long-random-secret',
    secret: true,
  }),
} as const satisfies OptionTable;
