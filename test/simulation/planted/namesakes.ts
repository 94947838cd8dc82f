import type { PlantedBug } from './planted-bug.ts';

/** What has the same name, or begins alike, is not the same. */
export const namesakeBugs: readonly PlantedBug[] = [
  {
    name: 'disk-held-by-name',
    thought: 'a disk has a name',
    changes: [
      {
        file: 'shared/plan/attached-disk.ts',
        find: '.filter(({ source }) => source && sameReference(source, disk))',
        put: '.filter(({ source }) => source?.name === disk.name)',
      },
    ],
    caughtBy: ['I-06', 'I-22'],
  },
  {
    name: 'address-of-any-region',
    thought: 'names of addresses are ours to give',
    changes: [
      {
        file: 'shared/plan/traffic/address.ts',
        find: 'reference.location === spec.region && (reference.name === address || number === address)',
        put: 'reference.name === address || number === address',
      },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'forwarding-rule-of-any-protocol',
    thought: 'an address and a port tell which it is',
    changes: [
      {
        file: 'shared/plan/traffic/forwarding.ts',
        find: '      isSameProtocol(one.protocol, protocol) &&\n      intersects',
        put: '      intersects',
      },
    ],
    caughtBy: ['I-15'],
  },
  {
    name: 'pod-of-a-longer-path',
    thought: 'what begins with the path is below it',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: 'pod.hostPaths.some((path) => isAtOrBelow(path, one.disk.mountPath))',
        put: 'pod.hostPaths.some((path) => path.startsWith(one.disk.mountPath))',
      },
    ],
    caughtBy: ['I-26'],
  },
  {
    name: 'pods-of-the-very-path-alone',
    thought: 'pods mount what is declared',
    changes: [
      {
        file: 'shared/plan/disk-holder.ts',
        find: 'isAtOrBelow(path, one.disk.mountPath)',
        put: 'path === one.disk.mountPath',
      },
    ],
    caughtBy: ['I-02'],
  },
  {
    name: 'mounted-by-its-device-name',
    thought: 'the device name of a disk is its name',
    changes: [
      {
        file: 'shared/apply/mount-disk.ts',
        find: ' && source && sameReference(source, action.disk)',
        put: ' && source',
      },
    ],
    caughtBy: ['I-08'],
  },
  {
    name: 'gone-has-no-id',
    thought: 'a VM that was gone has no id that could differ',
    changes: [
      {
        file: 'shared/apply/pool-state.ts',
        find: 'return (vm?.id ?? null) === id && ',
        put: 'return (id === null || vm?.id === id) && ',
      },
    ],
    caughtBy: ['I-09'],
  },
  {
    name: 'first-vm-of-the-name-is-the-node',
    thought: 'VM names of a cluster are unique in practice, and the first one found is the node',
    changes: [
      {
        file: 'shared/observe/nodes.ts',
        find: 'const [only, ...others] = node.instance ? [] : (byName.get(node.name) ?? []);\n    const isFree = only && others.length === 0 && !known.has(referencePath(only.reference));',
        put: 'const [only] = node.instance ? [] : (byName.get(node.name) ?? []);\n    const isFree = only && !known.has(referencePath(only.reference));',
      },
    ],
    caughtBy: ['I-08', 'I-18'],
  },
  {
    name: 'marks-of-nodes-on-no-known-vm',
    thought: 'a node whose VM is not seen to hold the disk has not got it mounted',
    changes: [
      {
        file: 'shared/plan/rules/disk-mount.ts',
        find: 'if (!vm) return null;\n  const holderOf',
        put: "if (!vm) return 'its VM does not hold the disk';\n  const holderOf",
      },
    ],
    caughtBy: ['I-08', 'I-18'],
  },
  {
    name: 'rule-by-our-name-is-ours',
    thought: 'a forwarding rule of our name that cannot be changed in place is a left-over',
    changes: [
      {
        file: 'shared/apply/create-forwarding-rule.ts',
        find: "import { lastSegment } from '../model/reference.ts';",
        put: "import { lastSegment, referencePath } from '../model/reference.ts';",
      },
      {
        file: 'shared/apply/create-forwarding-rule.ts',
        find: "import { create } from './resource.ts';",
        put: "import { create, readResource } from './resource.ts';",
      },
      {
        file: 'shared/apply/create-forwarding-rule.ts',
        find: '  return create(\n    {',
        put: "  const there = await readResource(forwardingRule, context);\n  if (there && !isAsDeclared(there, body, project)) {\n    await context.lease?.confirm(context.runtime.now());\n    await context.clients.compute.rest('DELETE', referencePath(forwardingRule));\n  }\n  return create(\n    {",
      },
    ],
    caughtBy: ['I-15'],
  },
];
