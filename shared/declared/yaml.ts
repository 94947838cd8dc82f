import type { Document } from 'yaml';
import type { DeclarationProblem } from '../model/declared.ts';
import type { Json } from '../model/json.ts';
import type { Source } from '../model/source.ts';
import { composeFirst, type TextProblem } from './compose.ts';
import { type DocumentText, type SplitFile, splitDocuments } from './documents.ts';
import { splitJson } from './json-documents.ts';
import { limits } from './limits.ts';
import { offsetOf } from './positions.ts';
import { templateProblem } from './template.ts';
import { decode } from './text.ts';
import { toJson } from './to-json.ts';

export interface ParsedDocument {
  value: Json;
  source: Source;
  locate(path: string): Source;
}

export interface ParsedFile {
  documents: ParsedDocument[];
  problems: DeclarationProblem[];
  warnings: DeclarationProblem[];
}

/** Reads a file as kubectl would; documents that are empty, or only comments, are left out. */
export function parseFile(bytes: Buffer, file: string): ParsedFile {
  const decoded = decode(bytes);
  if ('problem' in decoded) return failed(file, decoded.problem, decoded.line);
  const parsed = parseText(decoded.text, file);
  const lines = parsed.problems.map(({ source }) => source.line - 1);
  const template = lines.length === 0 ? null : templateProblem(decoded.text, lines);
  return template === null ? parsed : failed(file, template.message, template.line);
}

/** What is not JSON in a file that begins as such is read as YAML, as kubectl does since 1.33. */
function parseText(text: string, file: string): ParsedFile {
  if (!text.trimStart().startsWith('{')) return parseParts(splitDocuments(text), file);
  const { rest, ...json } = splitJson(text);
  if (rest === null) return parseParts(json, file);
  const yaml = splitDocuments(rest.text);
  const below = yaml.documents.map((one) => ({ ...one, startLine: rest.startLine + one.startLine }));
  const parsed = parseParts({ ...yaml, documents: [...json.documents, ...below] }, file);
  return parsed.problems.length === 0 ? parsed : parseParts(json, file);
}

function parseParts({ documents, problem }: SplitFile, file: string): ParsedFile {
  const parsed = documents.slice(0, limits.documentsPerFile).map((part) => parsePart(part, file));
  const problems = parsed.flatMap((part) => part.problems);
  if (documents.length > limits.documentsPerFile) {
    problems.push(...failed(file, `more than ${limits.documentsPerFile} documents in one file: split it`, 0).problems);
  }
  if (problem) problems.push(...failed(file, problem.message, problem.line, problem.column).problems);
  return {
    documents: parsed.flatMap((part) => part.documents),
    problems,
    warnings: parsed.flatMap((part) => part.warnings),
  };
}

function parsePart(part: DocumentText, file: string): ParsedFile {
  const at = (problem: TextProblem) => ({ source: sourceAt(part, file, problem.offset), message: problem.message });
  const { document, problem } = composeFirst(part.text);
  if (problem) return { documents: [], problems: [at(problem)], warnings: [] };
  if (document === null) return { documents: [], problems: [], warnings: [] };
  const { value, problems, warnings } = toJson(document.contents);
  const parsed =
    value === null || problems.length > 0 ? [] : [documentAt(part, file, document.contents?.range?.[0] ?? 0, value)];
  return { documents: parsed, problems: problems.map(at), warnings: warnings.map(at) };
}

function documentAt(part: DocumentText, file: string, start: number, value: Json): ParsedDocument {
  const source = sourceAt(part, file, start);
  const locate = (path: string) => {
    if (path === '') return source;
    const document = composeAgain(part);
    return document === null ? source : sourceAt(part, file, offsetOf(document, path));
  };
  return { value, source, locate };
}

let latest: { part: DocumentText; document: Document.Parsed | null } | null = null;

/** The trees that know the places would fill the memory, and few are asked: only the latest is kept. */
function composeAgain(part: DocumentText): Document.Parsed | null {
  if (latest?.part !== part) latest = { part, document: composeFirst(part.text).document };
  return latest.document;
}

function sourceAt({ text, startLine }: DocumentText, file: string, offset: number): Source {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lines = before.length === 0 ? 0 : before.split('\n').length - 1;
  return { file, line: startLine + lines + 1, column: offset - lineStart + 1 };
}

function failed(file: string, message: string, line: number, column = 0): ParsedFile {
  const source = { file, line: line + 1, column: column + 1 };
  return { documents: [], problems: [{ source, message }], warnings: [] };
}
