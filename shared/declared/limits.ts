/** What a declaration may cost to read; files are not trusted. */
export const limits = {
  fileBytes: 1024 * 1024,
  allBytes: 10 * 1024 * 1024,
  files: 10_000,
  directoryDepth: 50,
  documentsPerFile: 500,
  depth: 50,
  aliasesPerDocument: 50,
  /** Aliases of aliases multiply: this is counted after they are followed. */
  valuesPerDocument: 500_000,
  /** What is wrong with a document, and what is odd, is told this often. */
  toldPerDocument: 50,
} as const;
