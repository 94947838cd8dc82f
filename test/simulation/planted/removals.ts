import type { PlantedBug } from './planted-bug.ts';

/** What goes with a stack that is taken down, and what does not. */
export const removalBugs: readonly PlantedBug[] = [
  {
    name: 'app-of-any-namespace',
    thought: 'the label says whose it is',
    changes: [
      {
        file: 'shared/observe/labelled-objects.ts',
        find: '.filter(isOwn)',
        put: '',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'claims-go-with-their-stack',
    thought: 'it carries the label',
    changes: [
      {
        file: 'shared/plan/rules/held-data.ts',
        find: "'PersistentVolumeClaim', 'PersistentVolume', ",
        put: '',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'marks-end-with-their-stack',
    thought: 'who takes it down has read the plan',
    changes: [
      {
        file: 'shared/plan/rules/stack-removal.ts',
        find: 'if (one.protected || (object && isProtectedObject(object)))',
        put: 'if (one.protected && object && isProtectedObject(object))',
      },
      { file: 'shared/plan/marked.ts', find: 'if (!one.action || one.blockedBy) return one;', put: 'return one;' },
      { file: 'shared/apply/delete-object.ts', find: "if (isProtectedObject(found)) return marked('it');", put: '' },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'stack-taken-down-half-seen',
    thought: 'what is seen of it can go',
    changes: [
      {
        file: 'shared/plan/rules/stack-removal.ts',
        find: '(keptWith(one, labelled, stacks) ?? gap)',
        put: 'keptWith(one, labelled, stacks)',
      },
    ],
    caughtBy: ['I-18'],
  },
  {
    name: 'stack-down-looks-one-level-down',
    thought: 'what an object owns is listed with it; its own marks are enough to look at',
    changes: [
      {
        file: 'shared/plan/rules/stack-removal.ts',
        find: 'const kept = keptWith(owned, all, stacks);',
        put: 'const kept = blockOf(owned, stacks);',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'stack-down-looks-in-default-too',
    thought: 'an object without a namespace is in `default`',
    changes: [
      {
        file: 'shared/observe/labelled-objects.ts',
        find: 'return new Set(manifests.filter((one) => !isOfCluster(one)).map(({ namespace }) => namespace ?? defaultNamespace));',
        put: 'return new Set(manifests.map(({ namespace }) => namespace ?? defaultNamespace));',
      },
      {
        file: 'shared/observe/labelled-objects.ts',
        find: '  const isOfCluster = ({ apiVersion, kind, namespace }: Manifest) => {\n    const resource = resources.find((one) => one.apiVersion === apiVersion && one.kind === kind);\n    return resource ? !resource.namespaced : namespace === null;\n  };\n',
        put: '',
      },
      {
        file: 'shared/observe/labelled-objects.ts',
        find: 'export function namespacesOf({ manifests, spec }: Stack, resources: Resource[])',
        put: 'export function namespacesOf({ manifests, spec }: Stack, _resources: Resource[])',
      },
      {
        file: 'shared/observe/labelled-objects.ts',
        find: "import type { Manifest, Stack } from '../model/declared.ts';",
        put: "import type { Stack } from '../model/declared.ts';",
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'mark-of-the-live-alone',
    thought: 'what stands in the cluster says what is protected',
    changes: [
      {
        file: 'shared/observe/look.ts',
        find: 'protected: stackProtected || isProtectedObject(manifest.object) || isProtectedObject(live),',
        put: 'protected: stackProtected || isProtectedObject(live),',
      },
      {
        file: 'shared/observe/look.ts',
        find: 'const nothing = { target, protected: stackProtected || isProtectedObject(manifest.object), undeclared: [] };',
        put: 'const nothing = { target, protected: stackProtected, undeclared: [] };',
      },
    ],
    caughtBy: ['I-26'],
  },
];
