import { blocks } from './corpus-blocks.ts';
import { files, head, jsonFiles } from './corpus-files.ts';
import { flow, plainWords } from './corpus-values.ts';

/** Documents with the oddities of YAML; what kubectl reads in each is recorded beside it, in kubectl-corpus.json. */
export interface CorpusFile {
  /** Also the name of the first object in it. */
  name: string;
  extension: 'yaml' | 'json';
  text: string;
}

export const corpus: CorpusFile[] = [
  ...plainWords.map((word) => (name: string) => `${head(name)}data: ${word}\n`),
  ...flow.map((value) => (name: string) => `${head(name)}data: ${value}\n`),
  ...blocks.map((block) => (name: string) => `${head(name)}${block}\n`),
  ...files,
]
  .map((make): [(name: string) => string, CorpusFile['extension']] => [make, 'yaml'])
  .concat(jsonFiles.map((make) => [make, 'json']))
  .map(([make, extension], index) => {
    const name = `d${String(index).padStart(4, '0')}`;
    return { name, extension, text: make(name) };
  });
