/**
 * The protocol's name. It also names its port in the ready line, its scheme, and the device of its clients.
 *
 * @module
 */
export const CIM = 'cim';
