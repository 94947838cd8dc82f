import type { Json } from '../model/json.ts';

const longestBytes = 1024;
const longestCommandBytes = 8192;

/**
 * What others wrote, fit for every sink: on one line, no character that hides or reorders what is read, at most 1 KB.
 * Each sink still escapes what is special to it.
 */
export function printable(text: string): string {
  return shown(cutText(text));
}

/**
 * A command with its lines, as it is typed. Half a command must not be pasted, so a very long one is left out as a whole.
 */
export function commandText(command: string): string {
  return shortCommand(command).split('\n').map(shown).join('\n');
}

export function shortCommand(command: string): string {
  return Buffer.byteLength(command) > longestCommandBytes ? '# the command is too long to be shown here' : command;
}

function shown(text: string): string {
  return text.replace(invisible, (character) => `\\u${hexOf(character)}`);
}

/** JSON with what stays hidden written as escapes; the same value when it is read. */
export function jsonText(value: unknown): string {
  const written = JSON.stringify(value, null, 2);
  return `${written.replace(invisible, (found) => (found === '\n' ? found : escapedUnits(found)))}\n`;
}

/** A JSON value as a person reads it: text without its quotes, `none` for what is not there. */
export function valueText(value: Json): string {
  if (value === null) return 'none';
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Controls, zero-width and bidirectional characters, line separators, tags, halves of a pair and what XML forbids. */
const invisible =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|\p{Noncharacter_Code_Point}|[\u115f\u1160\u17b4\u17b5\u3164\uffa0]|\u034f/gu;

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}

function escapedUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

export function cutText(text: string): string {
  if (text.length <= longestBytes / 4 || Buffer.byteLength(text) <= longestBytes) return text;
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > longestBytes - 3) break;
    kept += character;
  }
  return `${kept}…`;
}
