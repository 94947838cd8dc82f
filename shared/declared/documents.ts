/** One document of a file, with the line (from 0) at which its text begins there. */
export interface DocumentText {
  text: string;
  startLine: number;
}

export interface SplitFile {
  documents: DocumentText[];
  problem: { line: number; column: number; message: string } | null;
}

/**
 * Splits as kubectl does, before any YAML is parsed: at lines that begin with `---`, block scalars and quotes
 * notwithstanding, with nothing behind it but space or a comment.
 */
export function splitDocuments(text: string): SplitFile {
  const documents: DocumentText[] = [];
  const lines = text.split('\n');
  let startLine = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('---')) continue;
    const rest = line.slice(3).trim();
    if (rest !== '' && !rest.startsWith('#')) return { documents, problem: badSeparator(index, line) };
    documents.push(documentOf(lines, startLine, index));
    startLine = index + 1;
  }
  documents.push(documentOf(lines, startLine, lines.length));
  return { documents: documents.filter(({ text: part }) => part.trim() !== ''), problem: null };
}

function badSeparator(line: number, text: string) {
  const message = `kubectl reads nothing behind \`---\`, here \`${text.slice(0, 60)}\`: put it on a line of its own`;
  return { line, column: 0, message };
}

/** The last line ends with a line break, also at the end of the file: a block scalar there keeps one. */
function documentOf(lines: string[], startLine: number, endLine: number): DocumentText {
  const text = lines
    .slice(startLine, endLine)
    .join('\n')
    .replace(/^\ufeff/, '');
  return { text: text === '' || text.endsWith('\n') ? text : `${text}\n`, startLine };
}
