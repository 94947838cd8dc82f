import test from 'ava';
import { manifestsOf } from '../../shared/declared/manifests.ts';
import { parseFile } from '../../shared/declared/yaml.ts';

const text = `# a comment
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    underpin.dev/address: cluster-ip
spec:
  nodeSelector: {"disk.underpin.dev/foodata": mounted}
  containers:
  - name: nginx
    image: nginx
    ports: [{containerPort: 80}, {containerPort: 443}]
  - &side
    name: side
    image: busybox
  initContainers:
  - *side
  template: &template
    a: 1
  merged:
    <<: *template
    b: 2
`;

const locate = test.macro({
  exec(t, path: string, line: number, column: number) {
    const file = parseFile(Buffer.from(`---\n${text}`), 'pod.yaml');
    const [manifest] = file.documents.flatMap((document) => manifestsOf(document, null).manifests);
    t.deepEqual(manifest?.locate(path), { file: 'pod.yaml', line: line + 1, column });
  },
  title: (_, path) => `\`${path}\` is found where it stands`,
});

test(locate, '', 2, 1);
test(locate, 'kind', 3, 1);
test(locate, 'metadata.annotations.underpin.dev/address', 7, 5);
test(locate, 'metadata.annotations["underpin.dev/address"]', 7, 5);
test(locate, 'spec.nodeSelector.disk.underpin.dev/foodata', 9, 18);
test(locate, 'spec.containers[0].image', 12, 5);
test(locate, 'spec.containers[name=side].image', 16, 5);
test(locate, 'spec.containers[nginx].image', 12, 5);
test(locate, 'spec.containers[0].ports[1].containerPort', 13, 35);
test(locate, 'spec.containers[0].ports[1]', 13, 34);
test(locate, 'spec.containers[0].resources.limits', 11, 5);
test(locate, 'spec.containers[7].image', 10, 3);
test(locate, 'spec.initContainers[0].image', 16, 5);
test(locate, 'spec.merged.a', 20, 5);
test(locate, 'spec.merged.b', 23, 5);
test(locate, 'status.phase', 2, 1);

test('a field of an item of a list is found in the list', (t) => {
  const list =
    'kind: List\napiVersion: v1\nitems:\n- apiVersion: v1\n  kind: C\n  metadata: {name: a}\n  data: {b: c}\n';
  const [document] = parseFile(Buffer.from(list), 'list.yaml').documents;
  const [manifest] = document === undefined ? [] : manifestsOf(document, null).manifests;
  t.deepEqual(manifest?.source, { file: 'list.yaml', line: 4, column: 3 });
  t.deepEqual(manifest?.locate('data.b'), { file: 'list.yaml', line: 7, column: 10 });
});

test('positions count from the second object of a JSON file too', (t) => {
  const json = '{"kind": "A"}\n\n{\n  "kind": "B"\n}\n';
  const documents = parseFile(Buffer.from(json), 'a.json').documents;
  t.deepEqual(documents[1]?.locate('kind'), { file: 'a.json', line: 4, column: 3 });
});

test('of two keys with which a path begins the longer one is meant', (t) => {
  const text = 'data:\n  a: {b: 1}\n  a.b: 2\n';
  const [document] = parseFile(Buffer.from(text), 'a.yaml').documents;
  t.is(document?.locate('data.a.b').line, 3);
  t.is(document?.locate('data.a.c').line, 2);
});
