import test from 'ava';
import { manifestsOf } from '../../shared/declared/manifests.ts';
import { parseFile } from '../../shared/declared/yaml.ts';
import { type CorpusFile, corpus } from './kubectl-corpus.ts';
import { canonical, hasKubectl, readByKubectl, recordedReadings } from './kubectl-reading.ts';

/** kubectl reads them and we refuse, with a message; never the other way to another meaning. */
const refused = ['data: {a: -}', 'data: [-]', 'data: &a:b c'];
/** kubectl refuses them and we read them as YAML 1.2 does: such a file cannot have been applied. */
const accepted = [
  String.raw`data: "\/"`,
  String.raw`data: "\ud83d\ude00"`,
  'data:\n- \ta',
  'data: a\u2028b',
  'data: |\n  \tx',
  `data: {${'k'.repeat(1100)}: 1}`,
  'data: {a\n  b: c}',
];

/** Not quite JSON: refused by the kubectl of the record, 1.32; what each object's data is to kubectl since 1.33. */
const readSince133: [part: string, data: unknown[]][] = [
  ['data: yes}', [true]],
  ['"data":0777}', [0o777]],
  ['"data":yes}', [true]],
  ['"data":[1,]}', [[1]]],
  [`"data":'x'}`, ['x']],
  ['"data":"tab\tinside"}', ['tab\tinside']],
  ['}\n---\n{', [1, 2]],
  ['}\n---\napiVersion', [1, undefined]],
];
const dataSince133 = ({ text }: CorpusFile) =>
  text.startsWith('{') ? readSince133.find(([part]) => text.includes(part))?.[1] : undefined;

function ours({ name, extension, text }: CorpusFile): string[] | 'error' {
  const { documents, problems } = parseFile(Buffer.from(text), `${name}.${extension}`);
  const read = documents.map((document) => manifestsOf(document, null));
  if (problems.length > 0 || read.some((one) => one.problems.length > 0)) return 'error';
  return read.flatMap(({ manifests }) => manifests.map(({ object }) => canonical(JSON.stringify(object))));
}

const isListed = ({ text }: CorpusFile, list: string[]) => list.some((one) => text.endsWith(`\n${one}\n`));

test('each document of the corpus is read as kubectl was seen to read it', (t) => {
  t.timeout(60_000);
  const recorded = recordedReadings();
  t.true(corpus.length >= 500);
  for (const file of corpus) {
    if (isListed(file, refused)) t.is(ours(file), 'error', file.text);
    else if (isListed(file, accepted)) t.is(recorded[file.name], 'error', file.text);
    else if (dataSince133(file)) t.is(recorded[file.name], 'error', file.text);
    else t.deepEqual(ours(file), recorded[file.name], JSON.stringify(file.text));
  }
});

test('what is not JSON in a file that begins as such is read as YAML', (t) => {
  const files = corpus.filter((file) => dataSince133(file));
  t.is(files.length, readSince133.length);
  for (const file of files) {
    const read = ours(file);
    t.deepEqual(Array.isArray(read) ? read.map((one) => JSON.parse(one).data) : read, dataSince133(file), file.text);
  }
});

test('what follows JSON in its file is found at its own line', (t) => {
  const text = '{"kind": "A"}\n# then YAML\n---\nkind: B\nmetadata:\n  name: b\n';
  const { documents } = parseFile(Buffer.from(text), 'a.json');
  t.deepEqual(documents[1]?.locate('metadata.name'), { file: 'a.json', line: 6, column: 3 });
});

test('what is known to differ from kubectl is in the corpus, and nothing else is excused', (t) => {
  const excused = corpus.filter((file) => isListed(file, [...refused, ...accepted]));
  t.is(excused.length, refused.length + accepted.length);
});

(hasKubectl() ? test : test.skip)(
  'kubectl still reads the corpus as it was recorded (skipped without kubectl)',
  (t) => {
    t.deepEqual(readByKubectl(corpus), recordedReadings());
  },
);

test('integers beyond 2^53 keep their digits in what is sent on', (t) => {
  const text = 'apiVersion: v1\nkind: C\nmetadata: {name: a}\ndata: [9007199254740993, 0x7fffffffffffffff]\n';
  const [document] = parseFile(Buffer.from(text), 'a.yaml').documents;
  t.true(JSON.stringify(document?.value).includes('"data":[9007199254740993,9223372036854775807]'));
});

test('a duplicate key is read with a warning at the later one (C-15)', (t) => {
  const { documents, warnings } = parseFile(Buffer.from('a: 1\nb:\n  c: 1\n  c: 2\n'), 'a.yaml');
  t.deepEqual(documents[0]?.value, { a: 1, b: { c: 2 } });
  t.deepEqual(warnings, [
    {
      source: { file: 'a.yaml', line: 4, column: 3 },
      message: 'duplicate key `c`: the last one counts, remove the others',
    },
  ]);
});
