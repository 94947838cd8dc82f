import fc from 'fast-check';

/** What fast-check calls `binary`, without its table of a million characters, which takes a second to make. */
export const anyCharacter = fc.nat(0x10ffff).map((code) => String.fromCodePoint(code));
