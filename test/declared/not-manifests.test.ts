import test from 'ava';
import { readDeclared } from '../../shared/declared/declared.ts';
import { DeclarationError } from '../../shared/errors.ts';
import { aDeclaration } from './a-declaration.ts';

const refused = test.macro({
  async exec(t, file: string, content: string | Buffer, expected: RegExp) {
    const root = aDeclaration(t, { [`app/${file}`]: content });
    const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
    const message = error?.message.replaceAll(`${root}/app/`, '') ?? '';
    t.regex(message, expected);
    t.is(message.split('\n').length, 1);
  },
  title: (what) => `${what} is answered with what to do (C-15)`,
});

const kept = test.macro({
  async exec(t, content: string, data: unknown) {
    const root = aDeclaration(t, {
      'app/x.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n${content}\n`,
    });
    const { stacks, warnings } = await readDeclared(root);
    t.deepEqual([stacks[0]?.manifests[0]?.object.data, warnings], [data, []]);
  },
  title: (what) => `${what} is kept as it is (C-15)`,
});

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n';

test(
  'a kustomization',
  refused,
  'kustomization.yaml',
  'resources: [a.yaml]\n',
  /^kustomization.yaml:1:1: a kustomization.*kubectl kustomize/,
);
test(
  'a kustomization of another name',
  refused,
  'k.yaml',
  'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
  /^k.yaml:1:1: a kustomization/,
);
test('a chart', refused, 'Chart.yaml', 'name: x\nversion: 1.0.0\n', /^Chart.yaml:1:1: a Helm chart.*helm template/);
test(
  'a Compose file',
  refused,
  'docker-compose.yml',
  'services: {a: {image: b}}\n',
  /^docker-compose.yml:1:1: a Compose file.*move it/,
);
test(
  'a Compose file of another name',
  refused,
  'stuff.yaml',
  'services: {a: {image: b}}\n',
  /^stuff.yaml:1:1: a Compose file/,
);
test(
  'a template with a block',
  refused,
  't.yaml',
  `${head}{{- if .Values.a }}\ndata: {}\n{{- end }}\n`,
  /^t.yaml:4:1: a template.*helm template/,
);
test('a template at the start', refused, 't.yaml', `{{ include "x" . }}\n${head}`, /^t.yaml:1:1: a template/);
test('a template for a value', refused, 't.yaml', `${head}data:\n  a: {{ .Values.a }}\n`, /^t.yaml:5:1: a template/);
test('a template in a list', refused, 't.yaml', `${head}data:\n- {{ .Values.a }}\n`, /^t.yaml:5:1: a template/);
test('a Jinja template', refused, 't.yaml', `${head}{% if a %}\ndata: {}\n{% endif %}\n`, /^t.yaml:4:1: a template/);
test(
  'a Stack in a file of another name',
  refused,
  'my.yaml',
  'apiVersion: underpin.dev/v1\nkind: Stack\nmetadata: {name: x}\n',
  /^my.yaml:1:1: a Stack stands in a file named stack.yaml/,
);
test('a document that is text', refused, 'a.yaml', 'hello\n', /^a.yaml:1:1: `hello` is no Kubernetes object/);
test(
  'a document that is a list',
  refused,
  'a.yaml',
  `- ${head.replaceAll('\n', '\n  ')}\n`,
  /^a.yaml:1:1: .* is no Kubernetes object/,
);
test(
  'an object without kind',
  refused,
  'a.yaml',
  'apiVersion: v1\nmetadata: {name: x}\n',
  /^a.yaml:1:1: `kind` is missing/,
);
test(
  'an object without a name',
  refused,
  'a.yaml',
  'apiVersion: v1\nkind: Pod\nmetadata: {labels: {}}\n',
  /^a.yaml:3:1: `metadata.name` is missing/,
);
test(
  'a label that is a number',
  refused,
  'a.yaml',
  `${head.replace('x}', 'x, labels: {v: 1.0}}')}`,
  /^a.yaml:3:30: `metadata.labels.v` is `1`: expected text, put it in quotes/,
);
test(
  'a name that YAML takes for a boolean',
  refused,
  'a.yaml',
  head.replace('x}', 'y}'),
  /^a.yaml:3:12: `metadata.name` is `true`: expected text, put it in quotes \(unquoted y/,
);
test(
  'a bad item of a list',
  refused,
  'a.yaml',
  `kind: List\napiVersion: v1\nitems:\n- 5\n`,
  /^a.yaml:4:3: `5` is no Kubernetes object/,
);
test(
  'text in another encoding',
  refused,
  'a.yaml',
  Buffer.from([0xff, 0xfe, 0x61, 0]),
  /^a.yaml:1:1: not text in UTF-8/,
);
test(
  'a control character',
  refused,
  'a.yaml',
  `${head}data:\n  a: "b\0"\n`,
  /^a.yaml:5:1: a control character, `U\+0000`/,
);
test(
  'a tag of a programming language',
  refused,
  'a.yaml',
  `${head}data: {a: !!python/object:os.system x}\n`,
  /^a.yaml:4:\d+: the tag `.*python.*` is refused/,
);
test(
  'a key that reaches for the prototype',
  refused,
  'a.yaml',
  `${head}data: {__proto__: {polluted: true}}\n`,
  /^a.yaml:4:8: the key `__proto__` is refused/,
);
test(
  'the same key in JSON',
  refused,
  'a.json',
  '{"apiVersion": "v1", "kind": "X", "metadata": {"name": "a"}, "__proto__": {"p": 1}}',
  /^a.json:1:62: the key `__proto__` is refused/,
);
test('broken JSON', refused, 'a.json', '{\n"kind": "A"\n"b": 1}\n', /^a.json:3:1: neither JSON, which kubectl expects/);

test('{{ }} in quotes', kept, '  a: "{{ .x }}"', { a: '{{ .x }}' });
test('{{ }} in the middle of a value', kept, '  a: x {{ y }} z', { a: 'x {{ y }} z' });
test('{{ }} in a block', kept, '  a: |\n    {{- if x }}\n    b: {{ y }}\n    {{- end }}', {
  a: '{{- if x }}\nb: {{ y }}\n{{- end }}\n',
});
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the manifest holds
test('$VAR', kept, '  a: $VAR ${HOME} $(POD_IP)', { a: '$VAR ${HOME} $(POD_IP)' });

test('an object without a name of its own is told, and left out', async (t) => {
  const root = aDeclaration(t, { 'a/job.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\n' });
  const { stacks, warnings } = await readDeclared(root);
  t.deepEqual(stacks, []);
  t.regex(warnings[0]?.message ?? '', /`generateName: run-`: an object without a name of its own cannot be compared/);
});

test('a chart is answered once, whatever lies below it (C-15)', async (t) => {
  const root = aDeclaration(t, {
    'app/Chart.yaml': 'name: x\nversion: 1.0.0\n',
    'app/values.yaml': 'replicas: 1\n',
    'app/templates/a.yaml': '{{- if x }}\n',
  });
  const error = await t.throwsAsync(readDeclared(root), { instanceOf: DeclarationError });
  t.is(error?.message.split('\n').length, 1);
  t.regex(error?.message ?? '', /app\/Chart.yaml:1:1: a Helm chart/);
});

test('a slip far from a template in a block is told as a slip', async (t) => {
  const block =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  a: |\n    {{- if x }}\n    b\n    c\n    d\n  e: [\n';
  const error = await t.throwsAsync(readDeclared(aDeclaration(t, { 'app/x.yaml': block })), {
    instanceOf: DeclarationError,
  });
  t.regex(error?.message ?? '', /app\/x.yaml:11:1: Flow sequence/);
});
