/** Documents with the oddities of YAML; what kubectl reads in each is recorded beside it, in kubectl-corpus.json. */
export interface CorpusFile {
  /** Also the name of the first object in it. */
  name: string;
  extension: 'yaml' | 'json';
  text: string;
}

const plainWords = `
yes y Y N no No NO n on On ON off Off OFF oN true True TRUE tRUE false False FALSE null Null NULL nULL ~ =
0777 0o777 0O17 -0777 +0777 0_7 0_0 00 08 09 09.5 0777.5 007 0 -0 +0 -0.0 +0.0 1_000 1__0 1_ _1 +_5 -_5 1_000.5 5._0
.5_0 ._5 .5__0 .5_ .5e1_0 .1_2_3 0b11 -0b11 +0b11 0b2 0b 0b1_1 0B101 0x1F 0X1f -0x1F +0x1F 0x 0x_1 0xg 0xFFFFFFFFFFFFFFFF
0x1FFFFFFFFFFFFFFFF 0o 0o8 -0o17 -0o_17 01777777777777777777777 02000000000000000000000 9007199254740991
9007199254740992 9007199254740993 -9007199254740993 9223372036854775807 9223372036854775808 -9223372036854775808
-9223372036854775809 18446744073709551615 18446744073709551616 +18446744073709551615 100000000000000000000 2147483648
1e3 1e+3 1E5 1.e3 .1e5 .e5 1e 1e+ 0.1e1 1.5e+3 1e21 1e-7 1e400 -1e400 1e-400 0.000001 5e-324 1.7976931348623157e308
123456789.123456789 0.1 1.0 100.0 5. .5 +.5 -.5 +5 + . .. ...x 1.2.3 1,000 12:30:45 190:20:30 1:1 -1:30 2001-01-01
2001-12-14t21:59:43.10-05:00 .nan .NaN .NAN .inf -.INF +.Inf .Nan nan NaN inf -inf +nan infinity 0x1p4 .0x1 <<
a:b a::b x: :x -x ?x %x @x \`x\` * | > & ! - ? , ] } a,b a]b a}b # a#b ---x $VAR \${VAR} $(VAR) é 日本 😀 ٣ a\u00a0b \u3000
`
  .trim()
  .split(/[ \n]+/);

const flow = String.raw`
2001-12-14 21:59:43
1 000
!!str 5
!!str yes
!!str
!!str [1]
!!int "5"
!!int "0x10"
!!int 5.5
!!int yes
!!int
!!int 2001-01-01
!!int {a: 1}
!!float 5
!!float "5"
!!float 0x10
!!float 1_0
!!float "1_0.5"
!!float foo
!!float 9007199254740993
!!float 18446744073709551615
!!bool "yes"
!!bool "true"
!!bool 1
!!null ""
!!null x
!!null null
!!timestamp 2001-01-01
!!timestamp x
!!binary aGVsbG8=
!!binary "_w=="
!!binary /w==
!!binary
!!binary aGVsbG8
!!omap [a: 1]
!!set {a}
!!map {a: 1}
!!map [1]
!!seq [1]
!!seq {a: 1}
!!pairs [a: 1]
!!merge x
!<tag:yaml.org,2002:str> 5
!<tag:yaml.org,2002:int> "5"
! 5
! "5"
! yes
"5"
'yes'
"null"
''
""
&x
&x 5
&x yes
&x !!str 5
!!str &x 5
[&y 1, *y]
[&a 1, *a, &a 2, *a]
*nope
&a [*a]
&a {b: *a}
[a:1, "b":2, {c:1}]
{a:1}
{a: http://x:80/y}
[http://x:80/y, a]
[? a : b]
[a: b, c]
[a, b,]
[a,, b]
[,a]
{a: 1,}
{a: 1,, b: 2}
{a, b: , c}
{"a":1}
{"a":yes}
{'a':1, b: 2}
{"a" : 1}
[]
{}
[ ]
[[], {}]
[[a]]
{a: {b: [c]}}
a#b #c
a #b
#c
"a" #c
"a"#c
[a]#c
'it''s'
"a\tb"
"\x41\u00e9\U0001F600"
"\0 \a \b \e \f \v \N \_ \L \P"
"\/"
"\q"
"\ud83d\ude00"
"\U00110000"
"a\\b\"c"
'a\nb'
"a\ "
a | b
- x
? x
: x
a: b
"a": b
{{ .Values.x }}
"{{ .Values.x }}"
x {{ y }} z
{ { a: b } }
{<<: {a: 1, b: 2}, a: 3}
{a: 3, <<: {a: 1, b: 2}}
{<<: [{a: 1}, {a: 2, b: 3}]}
{<<: 5}
{<<: }
{<<: [5]}
{<<: []}
{<<: [[{a: 1}]]}
{"<<": {a: 1}}
{!!merge "<<": {a: 1}}
{!!str <<: {a: 1}}
{<<: {<<: {a: 1}, b: 2}, c: 3}
{a: {b: 1}, <<: {a: {c: 2}}}
{<<: {a: 1}, <<: {a: 2}}
{yes: a, off: b}
{0x10: a, 010: b, -1: c}
{1.5: a, 1e+3: b, 0.1: c, 1e-7: d, 123456789.5: e}
{1.0: a, 100.0: b, 1000000.0: c, 999999.5: d, 0.0001: e, 0.00001: f, 16777217.0: g, 33554432.0: h, -0.0: i, 3.5e38: j}
{1e-46: k, 0.333333333333: l, 1e100: m, 12345.6789: n}
{.inf: a, -.inf: b, .nan: c}
{9007199254740993: a}
{18446744073709551615: a}
{+18446744073709551615: a}
{~: a}
{null: a}
{"": a}
{: a}
{2001-01-01: b, 12:30:45: c}
{!!binary aGk=: b}
{!!str 5: b}
{!!int "5": b}
{! yes: b}
{{a: 1}: b}
{[a]: b}
{&a k: v, z: *a}
{&a k: v, *a : y}
{a: 1, a: 2}
{a: 1, "a": 2}
{a: {b: 1}, a: {c: 2}}
{a: &b {c: 1}, d: *b}
{a: &b 5, *b : 6}
{constructor: 1, toString: 2, hasOwnProperty: 3}
{? a}
{? a : b, ? c}
{a: -}
[-]
[- a]
[a - b]
[-1, -a]
{a: "b"c}
"a" b
'a' 'b'
[a] b
{a: 1} b
"unclosed
'unclosed
[unclosed
{unclosed
[a]]
{a: 1}}
[a: b: c]
{a: b: c}
{a b: c d}
[a b, c  d]
{a: [1, 2], b: {c: d}, e: "f"}
&a!x y
*a*b
&a:b c
|2 x
|x
>+
|-9
`
  .trim()
  .split('\n');

const blocks: string[] = [
  'data:\t5\t',
  'data: a\tb',
  'data: "a\tb"',
  'data:\n\ta: 1',
  'data:\n  a:\t1',
  'data:\n- \ta',
  'data: "\u0085"',
  'data: "a\u0085b"',
  'data: a\u0085b',
  'data: a\u2028b',
  'data: "a\u2028b"',
  'data: a\ufeffb',
  'data: "a\u0000b"',
  'data: "a\u0007b"',
  'data: "a\u007fb"',
  'data: "a\u0090b"',
  'data: "\ufffe"',
  'data: [#a\n]',
  'data: [a #b\n  , c]',
  'data: {a: 1,\n b: 2}',
  'data: {a: 1,\nb: 2}',
  'data: [\na\n]',
  'data: [\n  a\n  ]',
  'data:\n  [a]',
  'data:\n[a]',
  'data:\n  |\n  a',
  'data: |\n  x\n  y\n',
  'data: |-\n  x\n\n',
  'data: |+\n  x\n\n',
  'data: >\n  x\n  y\n\n  z\n   w\n  v\n',
  'data: >-\n  x\n  y',
  'data: >+\n  x\n\n\n  y\n\n',
  'data: |2\n    x\n  y',
  'data: |1-\n  x',
  'data: |-1\n  x',
  'data: |\n x\n  y\n\n z',
  'data: |\n\n\n  x',
  'data: |\n     \n  x',
  'data: |\n  x\n # c\n  y',
  'data: |\n  x\n# c\nother: 1',
  'data: | # c\n  a',
  'data: |#c\n  a',
  'data: |\n\tx',
  'data: |\n  \tx',
  'data: |\nother: 1',
  'data: |+\n\nother: 1',
  'data: >\n\n  x\n\n\n  y',
  'data: >\n  x\n\n    y\n\n  z',
  'data: |\n  ---\n  x',
  'data: a\n  b\n\n  c',
  'data: a\n  b: c',
  'data: a\nb',
  'data:\n  a\n  b',
  'data:\n  a b\n  # c\n  d',
  'data: "a\n  b\n\n  c \\\n  d"',
  'data: "a\n b"',
  'data: "a\nb"',
  "data: 'a\n  b''s\n\n  c'",
  'data: "a \\\n  \\ b"',
  'data:\n- a\n- b',
  'data:\n  - a\n  - b',
  'data:\n- - a\n  - b\n- c: 1\n  d: 2',
  'data:\n-\n  a: 1\n-\n- b',
  'data:\n- a\n-b',
  'data:\n - a\n- b',
  'data:\n  - a\n - b',
  'data:\n  a: 1\n b: 2',
  'data:\n  a: 1\n   b: 2',
  'data:\n  a: 1\n  a: 2',
  'data:\n  1: x\n  "1": x',
  'data:\n  ? a\n  : b',
  'data:\n  ? a\n  ? b',
  'data:\n  ? |\n    k\n  : 5',
  'data:\n  ? - a\n  : b',
  '? data\n: 5',
  'data:\n  "a b": 1\n  c d: 2',
  'data:\n  a : 1',
  'data:\n  a:\n  b:',
  'data:\n  a:\n    # c\n  b: 1 # d',
  'data:5',
  'data: - a',
  'data:\n  - a: 1\n    b: 2\n  -   c: 3\n      d: 4',
  'data:\n  <<: {a: 1}\n  b: 2',
  'x: &m {a: 1}\ndata:\n  <<: *m\n  b: 2',
  'x: &m {a: 1}\ny: &n {a: 2, c: 3}\ndata:\n  <<: *m\n  b: 2\n  <<: *n',
  'x: &m {a: 1}\ny: &n {a: 2, c: 3}\ndata:\n  <<: [*m, *n]\n  b: 2',
  'x: &m [{a: 1}]\ndata:\n  <<: *m',
  'x: &m\n  a: &k 1\ndata:\n  <<: *m\n  b: *k',
  'x: &m 5\ndata:\n  <<: *m',
  'data: &a\n  b: 1\nother: *a',
  'data: &a\n  - b\nother: *a',
  'data: &a |\n  b\nother: *a',
  'data: !!str\n  5',
  'data: !!binary |\n  aGVs\n  bG8=',
  'data: !!int |\n  5',
  'data: &a\nother: *a',
  'data: *a\nother: &a 1',
  `${'k'.repeat(1100)}: 1`,
  `? ${'k'.repeat(1100)}\n: 1`,
  `data: {${'k'.repeat(1100)}: 1}`,
  'data:\n  # c',
  'data: # c\n  a: 1',
  '  # c\ndata: 1',
  'data: 1\n...\nother: 2',
  'data: 1\n... # c',
  'data: 1\n...x: 1',
  'data: 1\n %YAML 1.1',
  'data: "%YAML"',
  'data:\n  items: [1]',
  'data:\n    - name: a\n      value: |-\n        {\n          "b": [1, 2]\n        }\n    - name: c',
  'data:\n  \'a\': 1\n  "b": 2',
  'data:\n  a: "x: y"\n  b: x:y\n  c: x :y',
  'data:\n  a: b # c\n  d: "e # f"\n  g: e#f',
  'data: {\n}',
  'data: {\n  a: 1,\n  # c\n  b: 2\n}',
  'data: [a,\n# c\nb]',
  'data: {a: |\n  x\n}',
  'data: ["a\n  b"]',
  'data: [a\n  b]',
  'data: {a\n  b: c}',
  'data:\n  - {a: 1,\n     b: 2}\n  - [x,\n     y]',
];

const head = (name: string) => `apiVersion: v1\nkind: C\nmetadata: {name: ${name}}\n`;
const json = (name: string, data: string) =>
  `{"apiVersion":"v1","kind":"C","metadata":{"name":"${name}"},"data":${data}}`;

const files: ((name: string) => string)[] = [
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

const jsonFiles: ((name: string) => string)[] = [
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
