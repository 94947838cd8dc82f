/** Of a terminal, or of a monospaced font: East Asian characters and pictographs take two. */
export function columnsOf(text: string): number {
  if (plain.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

const plain = /^[\x20-\x7e]*$/;
const combining = /\p{Mn}|\p{Me}/u;
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/**
 * Lines of at most `columns`, broken at spaces, and inside a word only where it is longer than a line: there after a
 * mark such as `/`, `-` or `.` when one is near.
 */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => pieces(one, columns))) {
    const joined = line === '' ? word : `${line}${word.startsWith(glue) ? '' : ' '}${word}`.replace(glue, '');
    if (columnsOf(joined.replace(glue, '')) > columns && line !== '') {
      lines.push(line);
      line = word.replace(glue, '');
    } else line = joined.replace(glue, '');
  }
  return [...lines, line];
}

/** Marks a piece that goes on with the word before it. */
const glue = '\u0000';

function pieces(word: string, columns: number): string[] {
  if (columnsOf(word) <= columns) return [word];
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (columnsOf(piece + character) > columns) {
      const at = breakAfter(piece);
      found.push(piece.slice(0, at));
      piece = piece.slice(at);
    }
    piece += character;
  }
  return [...found, piece].map((one, index) => (index === 0 ? one : glue + one));
}

function breakAfter(piece: string): number {
  const mark = Math.max(...['/', '-', '.', '_', ',', ':'].map((one) => piece.lastIndexOf(one))) + 1;
  return mark > piece.length / 2 ? mark : piece.length;
}
