type Decoded = { text: string } | { problem: string; line: number };

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** The text of a file, its line breaks as `\\n`; U+0085 is one too, to kubectl. */
export function decode(bytes: Buffer): Decoded {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'not text in UTF-8: save it as UTF-8', line: 0 };
  }
  const found = control.exec(text);
  if (found === null) return { text: text.replace(/\r\n?|\u0085/g, '\n') };
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const line = text.slice(0, found.index).split('\n').length - 1;
  return { problem: `a control character, \`U+${code}\`, which YAML does not allow: remove it`, line };
}
