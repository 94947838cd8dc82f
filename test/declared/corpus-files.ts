/** Whole files, by the name of the first object in them. */
export const head = (name: string) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}}\n`;
const json = (name: string, data: string) =>
  `{"apiVersion":"v1","kind":"C","metadata":{"name":"${name}"},"data":${data}}`;

export const files: ((name: string) => string)[] = [
  (name) => `${head(name)}--- # c\n${head(`${name}-b`)}`,
  (name) => `${head(name)}--- {apiVersion: v1, kind: C, metadata: {name: ${name}-b}}\n`,
  (name) => `--- {apiVersion: v1, kind: C, metadata: {name: ${name}}}\n`,
  (name) => `${head(name)}---   \n${head(`${name}-b`)}`,
  (name) => `${head(name)}---\t\n${head(`${name}-b`)}`,
  (name) => `${head(name)}----\n${head(`${name}-b`)}`,
  (name) => `${head(name)}data: 1\n...\n---\n${head(`${name}-b`)}`,
  (name) => `%YAML 1.1\n---\n${head(name)}`,
  (name) => `%YAML 1.2\n---\n${head(name)}`,
  (name) => `%TAG ! tag:x,2000:\n---\n${head(name)}`,
  (name) => `# only\n---\n${head(name)}---\n# end\n`,
  (name) => `---\n---\n${head(name)}---\n---\n`,
  (name) => `null\n---\n${head(name)}`,
  (name) => `~\n---\n${head(name)}`,
  (name) => `--- # c\n\n  \n---\n${head(name)}`,
  (name) => `hello\n---\n${head(name)}`,
  (name) => `[]\n---\n${head(name)}`,
  () => '',
  () => '# nothing\n',
  () => '\n\n',
  (name) => `${head(name)}---\n${head(`${name}-b`)}data: |\n  a\n  b\n`.replaceAll('\n', '\r\n'),
  (name) => `${head(name)}data: 1\n`.replaceAll('\n', '\r'),
  (name) => `${head(name)}data: "a\r\n  b"\n`,
  (name) => `\ufeff${head(name)}`,
  (name) => `${head(name)}---\n\ufeff${head(`${name}-b`)}`,
  (name) => `\ufeff---\n${head(name)}`,
  (name) => `\ufeff# c\n${head(name)}`,
  (name) => `${head(name)}data: &a 5\n---\n${head(`${name}-b`)}data: *a\n`,
  (name) => `${head(name)}data: |\n\n---\n${head(`${name}-b`)}`,
  (name) => `${head(name)}data: "a\n---\nb"\n`,
  (name) => `${head(name)}data: |+\n  a\n\n\n`,
  (name) => `${head(name)}data: |\n  a`,
  (name) => `${head(name)}data: |+\n  a`,
  (name) => `${head(name)}data: >+\n  a\n`,
  (name) => `  apiVersion: v1\n  kind: C\n  metadata: {name: ${name}}\n`,
  (name) => `\n\n# c\n${head(name)}`,
  (name) => `"apiVersion": "v1"\n"kind": "C"\n"metadata": {"name": "${name}"}\n`,
  (name) =>
    `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: C, metadata: {name: ${name}}}\n- {apiVersion: v1, kind: C, metadata: {name: ${name}-b}}\n`,
  (name) =>
    `apiVersion: v1\nkind: PodList\nitems:\n- {metadata: {name: ${name}}}\n- {apiVersion: v2, kind: X, metadata: {name: ${name}-b}}\n`,
  () => 'apiVersion: v1\nkind: List\nitems: []\n',
  () => 'apiVersion: v1\nkind: List\nitems:\n',
  () => 'apiVersion: v1\nkind: List\nitems: [5]\n',
  (name) =>
    `apiVersion: v1\nkind: C\nmetadata: {name: ${name}}\nitems: [{apiVersion: v1, kind: C, metadata: {name: ${name}-b}}]\n`,
  (name) => `apiVersion: v1\nmetadata: {name: ${name}}\n`,
  (name) => `apiVersion: 1\nkind: C\nmetadata: {name: ${name}}\n`,
  (name) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}, labels: {a: 5}}\n`,
  (name) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}, labels: {a: yes}}\n`,
  (name) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}, annotations: {b: 5}}\n`,
  (name) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}, labels: {a: }}\n`,
  (name) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}, labels: {a: 1, a: "2"}}\n`,
  (name) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}, namespace: 5}\n`,
  () => 'apiVersion: v1\nkind: C\nmetadata: {name: 5}\n',
  () => 'apiVersion: v1\nkind: C\nmetadata: [a]\n',
  (name) => `{{- if x }}\n${head(name)}{{- end }}\n`,
  (name) => `${head(name)}{{- if x }}\ndata: 1\n{{- end }}\n`,
  (name) => `${head(name)}data:\n  a: {{ .Values.a }}\n`,
  (name) => `${head(name)}data:\n  a: "{{ .Values.a }}"\n  b: x-{{ y }}\n  c: $HOME \${X}\n`,
  (name) => `{apiVersion: v1, kind: C, metadata: {name: ${name}}, data: yes}`,
  (name) => ` \n {"apiVersion":"v1","kind":"C","metadata":{"name":"${name}"}}`,
  (name) => `# c\n{apiVersion: v1, kind: C, metadata: {name: ${name}}, data: yes}`,
];

const jsonData = String.raw`
1
0777
1.0
1e5
-0
9007199254740993
18446744073709551615
1e400
"x\/y \ud83d\ude00 \ud800 \u0000"
true
yes
null
[1, {"a": []}]
{"a": 1, "a": 2}
{"1": 1, "<<": {"a": 1}}
[1,]
"a" // c
# c
'x'
{"constructor": 1}
"tab	inside"
`
  .trim()
  .split('\n');

export const jsonFiles: ((name: string) => string)[] = [
  ...jsonData.map((data) => (name: string) => json(name, data)),
  (name) => JSON.stringify(JSON.parse(json(name, '[1]')), null, '\t'),
  (name) => `${json(name, '1')}${json(`${name}-b`, '2')}`,
  (name) => `${json(name, '1')}\n\n${json(`${name}-b`, '2')}\n`,
  (name) => `${json(name, '1')}\n---\n${json(`${name}-b`, '2')}\n`,
  (name) => `${json(name, '1')}\n---\n${head(`${name}-b`)}`,
  (name) => `[${json(name, '1')}]`,
  (name) => `{"apiVersion":"v1","kind":"List","items":[${json(name, '1')},${json(`${name}-b`, 'null')}]}`,
  (name) => `\ufeff${json(name, '1')}`,
  (name) => json(name, '1').slice(0, -1),
  (name) => `${json(name, '1')}}`,
];
