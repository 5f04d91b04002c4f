/**
 * What this protocol is called in the ready line, and the id of its clients' one device.
 *
 * @module
 */
export const CIM = 'cim';
