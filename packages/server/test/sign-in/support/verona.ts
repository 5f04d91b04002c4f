/**
 * A directory of the people of Verona: those of a company, those of a club, and some as Active Directory has them.
 *
 * @module
 */
export const SUFFIX = 'dc=verona,dc=example';
export const LOOKER = { dn: `cn=posthorn,${SUFFIX}`, password: 'may look' };
export const PASSWORD = 'wherefore art thou';

/** As much of Active Directory's schema as logins need ([MS-ADSC]): attribute, syntax, and how values are compared. */
const WINDOWS_ATTRIBUTES = [
  ['4.221', 'sAMAccountName', '15', 'caseIgnoreMatch'],
  ['4.656', 'userPrincipalName', '15', 'caseIgnoreMatch'],
  ['4.2', 'objectGUID', '40', 'octetStringMatch'],
  ['4.8', 'userAccountControl', '27', 'integerMatch'],
  ['4.159', 'accountExpires', '27', 'integerMatch'],
] as const;
const WINDOWS_SCHEMA = [
  ...WINDOWS_ATTRIBUTES.map(
    ([id, name, syntax, match]) =>
      `attributetype ( 1.2.840.113556.1.${id} NAME '${name}' EQUALITY ${match}` +
      ` SYNTAX 1.3.6.1.4.1.1466.115.121.1.${syntax} SINGLE-VALUE )`,
  ),
  `objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP organizationalPerson STRUCTURAL MAY ( displayName $ ${WINDOWS_ATTRIBUTES.map(
    ([, name]) => name,
  ).join(' $ ')} ) )`,
  "objectclass ( 1.2.840.113556.1.3.30 NAME 'computer' SUP user STRUCTURAL )",
];

/** Nobody sees others but whoever may look, and the password of nobody. A server that says yes to a bind without one. */
export const SLAPD = {
  suffix: SUFFIX,
  adminPassword: 'may everything',
  global: ['allow bind_anon_cred', 'sizelimit 100', ...WINDOWS_SCHEMA].join('\n'),
  config: [
    'access to attrs=userPassword by anonymous auth by * none',
    `access to dn.subtree="ou=groups,${SUFFIX}" by users read by * none`,
    `access to * by dn.exact="${LOOKER.dn}" read by self read by * none`,
  ].join('\n'),
} as const;

export const PEOPLE = {
  juliet: person('people', 'juliet', { cn: 'Juliet Capulet', mail: 'juliet@verona.example' }),
  romeo: person('people', 'romeo', { cn: 'Romeo Montague' }),
  ann: person('people', 'ann', { cn: 'Ann of Verona' }),
  rene: person('people', 'rené', { cn: 'René' }),
  tybalt: person('people', 'tybalt', { cn: 'Tybalt' }),
  twin: person('people', 'twin', { cn: 'One' }),
  other: { ...person('people', 'twin', { cn: 'Other' }), dn: `cn=Other,ou=people,${SUFFIX}` },
  mercutio: person('club', 'mercutio', { cn: 'Mercutio' }),
  paris: person('club', 'paris', { cn: 'Paris' }),
  escalus: windows('escalus', { userAccountControl: '512' }),
  // 0x200 NORMAL_ACCOUNT, 0x2 ACCOUNTDISABLE
  sampson: windows('sampson', { userAccountControl: '514' }),
  // 2001
  gregory: windows('gregory', { accountExpires: '126227808000000000' }),
} as const;

export type Attributes = Readonly<Record<string, string | readonly string[] | Buffer>>;

interface Person {
  readonly dn: string;
  readonly attributes: Attributes;
}

function person(unit: string, uid: string, more: Attributes): Person {
  const own = { objectClass: 'inetOrgPerson', uid, sn: uid, cn: uid, userPassword: PASSWORD };
  return { dn: `uid=${uid},ou=${unit},${SUFFIX}`, attributes: { ...own, ...more } };
}

function windows(name: string, more: Attributes): Person {
  return {
    dn: `cn=${name},ou=windows,${SUFFIX}`,
    attributes: {
      objectClass: 'user',
      cn: name,
      sn: name,
      displayName: `${name}, of Windows`,
      sAMAccountName: name,
      userPrincipalName: `${name}@verona.example`,
      // Of a name they are the same in each run, and no text.
      objectGUID: Buffer.concat([Buffer.from([0xff, 0xfe, 0x01]), Buffer.from(name.padEnd(13, '.'))]),
      userPassword: PASSWORD,
      ...more,
    },
  };
}

export function ldifOf(people: readonly Person[]): string {
  const unit = (ou: string): Person => ({
    dn: `ou=${ou},${SUFFIX}`,
    attributes: { objectClass: 'organizationalUnit', ou },
  });
  const entries: readonly Person[] = [
    { dn: SUFFIX, attributes: { objectClass: ['dcObject', 'organization'], dc: 'verona', o: 'Verona' } },
    ...['people', 'club', 'windows', 'groups'].map(unit),
    {
      dn: LOOKER.dn,
      attributes: { objectClass: 'person', cn: 'posthorn', sn: 'posthorn', userPassword: LOOKER.password },
    },
    ...people,
    {
      dn: `cn=admins,ou=groups,${SUFFIX}`,
      attributes: { objectClass: 'groupOfNames', cn: 'admins', member: PEOPLE.romeo.dn },
    },
    {
      dn: `cn=members,ou=groups,${SUFFIX}`,
      attributes: { objectClass: 'posixGroup', cn: 'members', gidNumber: '1', memberUid: 'mercutio' },
    },
  ];
  return entries.map(({ dn, attributes }) => record(dn, attributes)).join('\n');
}

function record(dn: string, attributes: Attributes): string {
  const lines = Object.entries(attributes).flatMap(([name, values]) =>
    [values].flat().map((value) => `${name}:: ${Buffer.from(value as string).toString('base64')}`),
  );
  return [`dn:: ${Buffer.from(dn).toString('base64')}`, ...lines, ''].join('\n');
}
